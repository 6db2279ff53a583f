package dev.proven.core.stats;

import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * The Harrell-Davis quantile (Harrell and Davis 1982): a weighted mean of all order statistics,
 * smoother from slot to slot than any single one of them.
 */
public final class HarrellDavis {
  /** Order statistics that weigh less than this are left out; it is below rounding. */
  private static final double NEGLIGIBLE = 1e-18;

  private HarrellDavis() {}

  /**
   * The quantile in the unit of the values.
   *
   * @param x at least one finite value, in any order
   * @param p the share of values below, strictly between 0 and 1
   */
  public static double quantile(double[] x, double p) {
    Samples.check(x, 1);
    checkShare(p);
    double[] sorted = Samples.sorted(x);
    int n = sorted.length;
    BetaDistribution weights = BetaDistribution.of((n + 1) * p, (n + 1) * (1 - p));
    int middle = (int) (n * p);
    double below = weights.cumulativeProbability((double) middle / n);
    return sumDown(sorted, weights, middle, below) + sumUp(sorted, weights, middle, 1 - below);
  }

  private static double sumDown(double[] x, BetaDistribution weights, int from, double mass) {
    double sum = 0;
    double left = mass;
    for (int i = from; i > 0 && left > NEGLIGIBLE; i--) {
      double next = weights.cumulativeProbability((i - 1.0) / x.length);
      sum += (left - next) * x[i - 1];
      left = next;
    }
    return sum;
  }

  private static double sumUp(double[] x, BetaDistribution weights, int from, double mass) {
    double sum = 0;
    double left = mass;
    for (int i = from; i < x.length && left > NEGLIGIBLE; i++) {
      double next = weights.survivalProbability((i + 1.0) / x.length);
      sum += (left - next) * x[i];
      left = next;
    }
    return sum;
  }

  private static void checkShare(double p) {
    if (!(p > 0 && p < 1)) {
      throw new IllegalArgumentException(
          "quantile " + p + " is not between 0 and 1: give 0.95 for p95");
    }
  }
}
