package dev.proven.core.stats;

/** The power of the paired t test: how likely it shows an effect of a given size. */
public final class Power {
  private static final double FEWEST = 2;
  private static final double MOST = 1e7;

  private Power() {}

  /**
   * The probability that the two-sided test of n blocks shows the effect in its true direction.
   *
   * @param effect the true mean, of either sign
   * @param deviation the standard deviation of one block, above zero
   * @param n the number of blocks, at least 2; not necessarily whole
   * @param alpha the two-sided level, such as 0.05
   */
  public static double pairedT(double effect, double deviation, double n, double alpha) {
    Samples.checkPositive(deviation, "standard deviation");
    Samples.checkNotNegative(Math.abs(effect), "effect");
    if (!(n >= FEWEST)) {
      throw new IllegalArgumentException(n + " blocks have no power: plan two or more");
    }
    double critical = StudentT.critical(1 - alpha, n - 1);
    return NoncentralT.upperTail(critical, n - 1, Math.sqrt(n) * Math.abs(effect) / deviation);
  }

  /**
   * The number of blocks, not whole, at which the test reaches a power; 2 where that is already
   * enough, and infinite above ten million.
   */
  public static double blocks(double effect, double deviation, double alpha, double power) {
    Samples.checkConfidence(power);
    if (pairedT(effect, deviation, FEWEST, alpha) >= power) {
      return FEWEST;
    }
    if (pairedT(effect, deviation, MOST, alpha) < power) {
      return Double.POSITIVE_INFINITY;
    }
    double low = FEWEST;
    double high = 2 * FEWEST;
    while (pairedT(effect, deviation, high, alpha) < power) {
      low = high;
      high *= 2;
    }
    while (high - low > 1e-10 * high) {
      double middle = (low + high) / 2;
      boolean enough = pairedT(effect, deviation, middle, alpha) >= power;
      low = enough ? low : middle;
      high = enough ? middle : high;
    }
    return high;
  }
}
