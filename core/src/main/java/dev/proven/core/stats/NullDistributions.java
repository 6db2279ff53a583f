package dev.proven.core.stats;

import org.apache.commons.statistics.distribution.NormalDistribution;

/** What the null distributions of the two rank statistics have in common. */
final class NullDistributions {
  /** A level such as 1 - 0.95 is not exact in binary; this much is forgiven. */
  private static final double ROUNDING = 1e-9;

  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private NullDistributions() {}

  /** How many values 0, 1, 2 ... have a cumulative probability of at most the tail. */
  static int countBelow(double[] cumulative, double tail) {
    int count = 0;
    while (count < cumulative.length && cumulative[count] <= tail * (1 + ROUNDING)) {
      count++;
    }
    return count;
  }

  /** The same count where the statistic is taken as normal, with continuity correction. */
  static long normalCut(double mean, double deviation, double tail) {
    double z = NORMAL.inverseSurvivalProbability(tail);
    return Math.max(0, (long) Math.floor(mean - z * deviation + 0.5));
  }

  static double normalTail(double mean, double deviation, long cut) {
    return NORMAL.cumulativeProbability((cut - 0.5 - mean) / deviation);
  }

  /** The two-sided p-value of a statistic taken as normal, with continuity correction. */
  static double normalP(double distance, double deviation) {
    if (deviation == 0) {
      return 1;
    }
    double z = Math.max(0, Math.abs(distance) - 0.5) / deviation;
    return Math.min(1, 2 * NORMAL.survivalProbability(z));
  }

  /** The probability of at least this distance above the mean, with continuity correction. */
  static double normalAbove(double distance, double deviation) {
    return deviation == 0 ? 1 : NORMAL.survivalProbability((distance - 0.5) / deviation);
  }

  /** The two-sided p-value of a symmetric statistic on 0, 1, 2 ...: twice the smaller tail. */
  static double twoSided(double[] cumulative, int value) {
    int mirrored = cumulative.length - 1 - value;
    return Math.min(1, 2 * cumulative[Math.min(value, mirrored)]);
  }
}
