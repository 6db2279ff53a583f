package dev.proven.core.stats;

/** The smallest effect that an experiment of a given size can be expected to show. */
public final class MinimumDetectableEffect {
  private static final double POWER = 0.80;

  private MinimumDetectableEffect() {}

  /**
   * The increase that n blocks show with 80 % power at the two-sided 5 % level, as a share: 0.03
   * for 3 %. It is exp((t.975 + t.80) s / sqrt(n)) - 1 with n - 1 degrees of freedom.
   *
   * @param s the standard deviation of the block log ratios, zero or more
   * @param n the number of blocks, at least 2
   */
  public static double of(double s, int n) {
    Samples.checkNotNegative(s, "standard deviation");
    if (n < 2) {
      throw new IllegalArgumentException(n + " blocks detect nothing: plan two or more");
    }
    double t = StudentT.critical(0.95, n - 1) + StudentT.oneSidedCritical(POWER, n - 1);
    return Math.expm1(t * s / Math.sqrt(n));
  }
}
