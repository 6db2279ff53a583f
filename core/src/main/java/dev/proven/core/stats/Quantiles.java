package dev.proven.core.stats;

/** The plain sample quantile, for drawings and summaries. */
public final class Quantiles {
  private Quantiles() {}

  /**
   * The quantile by linear interpolation between order statistics (type 7 of Hyndman and Fan 1996),
   * in the unit of the values.
   *
   * @param x at least one finite value, in any order
   * @param p the share of values below, 0 to 1
   */
  public static double linear(double[] x, double p) {
    Samples.check(x, 1);
    if (p != 0 && p != 1) {
      checkShare(p);
    }
    double[] sorted = Samples.sorted(x);
    double position = (sorted.length - 1) * p;
    int low = (int) position;
    int high = Math.min(low + 1, sorted.length - 1);
    return sorted[low] + (position - low) * (sorted[high] - sorted[low]);
  }

  static void checkShare(double p) {
    if (!(p > 0 && p < 1)) {
      throw new IllegalArgumentException(
          "quantile " + p + " is not between 0 and 1: give 0.95 for p95");
    }
  }
}
