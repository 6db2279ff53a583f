package dev.proven.core.stats;

/**
 * The t-mixture confidence sequence of watch mode: it may be looked at after every block and
 * stopped at any time (Lai 1976; Johari, Pekelis and Walsh 2015). The effect in units of the block
 * deviation is mixed over a normal distribution of variance g.
 */
public final class TMixture {
  private TMixture() {}

  /**
   * The evidence against a mean of zero; by Ville's inequality it reaches 1/alpha, at any n, with a
   * probability of at most alpha where the mean is zero.
   *
   * @param n the number of blocks so far; fewer than two are no evidence and give 1
   * @param t their t statistic, possibly infinite
   * @param g the variance of the mixture, above zero; 1 by default
   */
  public static double eValue(int n, double t, double g) {
    Samples.checkPositive(g, "mixture variance g");
    if (n < 2) {
      return 1;
    }
    if (Double.isNaN(t)) {
      throw new IllegalArgumentException("t is not a number: compute it from the blocks");
    }
    double v = n - 1;
    double r = 1 + n * g;
    double square = t * t / v;
    double ratio = Double.isInfinite(square) ? r : (1 + square) / (1 + square / r);
    return Math.exp((v + 1) / 2 * Math.log(ratio) - Math.log(r) / 2);
  }

  /**
   * The distance from the mean to either end of the sequence's interval, in the unit of s; infinite
   * while the blocks are too few for alpha.
   *
   * @param n the number of blocks so far
   * @param s their standard deviation
   * @param g the variance of the mixture, above zero
   * @param alpha the error allowed over all looks, between 0 and 1
   */
  public static double halfWidth(int n, double s, double g, double alpha) {
    Samples.checkPositive(g, "mixture variance g");
    Samples.checkNotNegative(s, "standard deviation");
    Samples.checkConfidence(alpha);
    if (n < 2) {
      return Double.POSITIVE_INFINITY;
    }
    double v = n - 1;
    double r = 1 + n * g;
    double k = Math.pow(Math.sqrt(r) / alpha, 2 / (v + 1));
    return k >= r
        ? Double.POSITIVE_INFINITY
        : s / Math.sqrt(n) * Math.sqrt(v * (k - 1) / (1 - k / r));
  }
}
