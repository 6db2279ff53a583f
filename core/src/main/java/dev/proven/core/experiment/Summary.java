package dev.proven.core.experiment;

import dev.proven.core.stats.HodgesLehmann;
import dev.proven.core.stats.Interval;
import dev.proven.core.stats.PairedT;
import dev.proven.core.stats.SignFlip;
import org.apache.commons.statistics.distribution.TDistribution;

/** Sums up the effects of one metric over its blocks, before anything is said of a margin. */
final class Summary {
  private static final double HL_CONFIDENCE = 0.95;

  private Summary() {}

  /**
   * @param blocks how many are planned, from which the limit of a look follows
   */
  static MetricResult of(String name, BlockTable.Series series, Stopping stopping, int blocks) {
    double[] d = series.effect();
    int n = d.length;
    if (n < 2) {
      return undetermined(name, n, series);
    }
    var t = PairedT.of(d);
    var hl = HodgesLehmann.oneSample(d, HL_CONFIDENCE);
    double error = t.standardDeviation() / Math.sqrt(n);
    boolean look = stopping.looksAt(n, blocks);
    double two = look ? stopping.twoSidedLimit(n, blocks) : Double.POSITIVE_INFINITY;
    double one = look ? stopping.oneSidedLimit(n, blocks) : Double.POSITIVE_INFINITY;
    return new MetricResult(
        name,
        n,
        series.centreA(),
        series.centreB(),
        t.mean(),
        t.standardDeviation(),
        around(t.mean(), two, error),
        t.p(),
        hl.estimate(),
        new Interval(hl.lower(), hl.upper()),
        hl.p(),
        SignFlip.pValue(d),
        around(t.mean(), one, error).upper(),
        oneSidedP(t),
        series.cappedA(),
        series.cappedB(),
        GuardrailState.NONE,
        false);
  }

  private static MetricResult undetermined(String name, int n, BlockTable.Series series) {
    var open = new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    double effect = n == 1 ? series.effect()[0] : Double.NaN;
    return new MetricResult(
        name,
        n,
        series.centreA(),
        series.centreB(),
        effect,
        Double.NaN,
        open,
        1,
        effect,
        open,
        1,
        1,
        Double.POSITIVE_INFINITY,
        1,
        series.cappedA(),
        series.cappedB(),
        GuardrailState.NONE,
        false);
  }

  /** An infinite limit times no spread at all is still an infinite interval. */
  private static Interval around(double mean, double limit, double error) {
    double half = Double.isInfinite(limit) ? limit : limit * error;
    return new Interval(mean - half, mean + half);
  }

  private static double oneSidedP(PairedT t) {
    if (Double.isInfinite(t.t())) {
      return t.t() > 0 ? 0 : 1;
    }
    return TDistribution.of(t.n() - 1).survivalProbability(t.t());
  }
}
