package dev.proven.core.stats;

import org.apache.commons.statistics.distribution.BetaDistribution;

/** The exact interval of a share (Clopper and Pearson 1934). */
public final class ClopperPearson {
  private ClopperPearson() {}

  /**
   * The interval of the probability behind k hits in n trials.
   *
   * @param k the hits, 0 to n
   * @param n the trials, at least 1
   * @param confidence the two-sided confidence, such as 0.95
   */
  public static Interval interval(long k, long n, double confidence) {
    Samples.checkConfidence(confidence);
    if (n < 1 || k < 0 || k > n) {
      throw new IllegalArgumentException(
          "%d hits in %d trials are no share: give at least one trial and no more hits"
              .formatted(k, n));
    }
    double tail = (1 - confidence) / 2;
    double lower =
        k == 0
            ? 0
            : BetaDistribution.of((double) k, n - k + 1.0).inverseCumulativeProbability(tail);
    double upper =
        k == n
            ? 1
            : BetaDistribution.of(k + 1.0, (double) (n - k)).inverseSurvivalProbability(tail);
    return new Interval(lower, upper);
  }
}
