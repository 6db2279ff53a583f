package dev.proven.core.compare;

import dev.proven.core.Problem;
import dev.proven.core.experiment.Judge;
import dev.proven.core.experiment.MetricResult;
import dev.proven.core.experiment.Stopping;
import dev.proven.core.experiment.Verdict;
import dev.proven.core.stats.BlocksNeeded;

/**
 * One metric measured in paired blocks, judged at one look after the last block.
 *
 * @param metric its name
 * @param before geometric mean of arm A
 * @param after geometric mean of arm B
 * @param higherIsBetter whether more of it is better
 * @param blocks how many pairs
 * @param result effects as ln(B/A), turned so that below zero is better
 * @param verdict by METHOD's rules, with an equivalence margin of 5 %
 * @param blocksStillNeeded an estimate for UNDERPOWERED; 0 otherwise, -1 where none can be given
 */
public record PairedComparison(
    String metric,
    double before,
    double after,
    boolean higherIsBetter,
    int blocks,
    MetricResult result,
    Verdict verdict,
    int blocksStillNeeded) {
  private static final double EQUIVALENCE = Math.log(1.05);
  private static final int MOST_BLOCKS_WORTH_NAMING = 100_000;

  /**
   * Judges the blocks of one metric.
   *
   * @param a value of each block on arm A, above zero
   * @param b value of each block on arm B, above zero, in the same order
   * @throws Problem usage, for fewer than two blocks
   */
  public static PairedComparison of(String metric, double[] a, double[] b, boolean higherIsBetter) {
    int n = a.length;
    if (n < 2) {
      throw Problem.usage(
          "Metric " + metric + " has " + n + " block(s), and a comparison needs at least two.",
          "Measure more blocks; a verdict needs at least six.");
    }
    double sign = higherIsBetter ? -1 : 1;
    var effects = new double[n];
    for (int i = 0; i < n; i++) {
      effects[i] = sign * Math.log(b[i] / a[i]);
    }
    var result = Judge.describe(metric, effects, Stopping.FIXED);
    var verdict = verdict(result);
    return new PairedComparison(
        metric,
        geometricMean(a),
        geometricMean(b),
        higherIsBetter,
        n,
        result,
        verdict,
        verdict == Verdict.UNDERPOWERED ? stillNeeded(result) : 0);
  }

  private static Verdict verdict(MetricResult result) {
    if (result.better()) {
      return Verdict.PROVEN;
    }
    if (result.worse()) {
      return Verdict.REGRESSED;
    }
    boolean equivalent =
        result.interval().lower() > -EQUIVALENCE && result.interval().upper() < EQUIVALENCE;
    return equivalent ? Verdict.NO_EFFECT : Verdict.UNDERPOWERED;
  }

  private static int stillNeeded(MetricResult result) {
    int needed = BlocksNeeded.toShowEffect(result.effect(), result.standardDeviation());
    return needed > MOST_BLOCKS_WORTH_NAMING ? -1 : Math.max(1, needed - result.blocks());
  }

  private static double geometricMean(double[] values) {
    double sum = 0;
    for (double v : values) {
      sum += Math.log(v);
    }
    return Math.exp(sum / values.length);
  }

  /** An effect as an improvement in percent. */
  public double improvementPercent(double effect) {
    return 100 * (higherIsBetter ? Math.expm1(-effect) : -Math.expm1(effect));
  }
}
