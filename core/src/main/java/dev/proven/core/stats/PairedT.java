package dev.proven.core.stats;

/**
 * Student's t test of the hypothesis that the mean of the block log ratios is zero (Student 1908).
 *
 * <p>Where all values are equal the deviation is 0: t is then infinite and p 0, unless the mean is
 * 0, which gives t 0 and p 1; the interval has no width.
 *
 * @param n the number of blocks, at least 2
 * @param mean the mean, in the unit of the values
 * @param standardDeviation the deviation of one block, n - 1 below
 * @param t the mean over its standard error
 * @param degreesOfFreedom n - 1
 * @param p the two-sided p-value, 0 to 1
 */
public record PairedT(
    int n, double mean, double standardDeviation, double t, int degreesOfFreedom, double p) {

  /**
   * The test of at least two finite values.
   *
   * @throws IllegalArgumentException where there are fewer, or one is not finite
   */
  public static PairedT of(double[] d) {
    Samples.check(d, 2);
    int n = d.length;
    double mean = Samples.mean(d);
    double deviation = Math.sqrt(Samples.variance(d, mean));
    double t = StudentT.ratio(mean, deviation / Math.sqrt(n));
    return new PairedT(n, mean, deviation, t, n - 1, StudentT.twoSided(t, n - 1));
  }

  /** The two-sided interval of the mean at a confidence such as 0.95. */
  public Interval interval(double confidence) {
    double reach = reach(StudentT.critical(confidence, degreesOfFreedom));
    return new Interval(mean - reach, mean + reach);
  }

  /** The one-sided bound that the mean stays under with the given confidence. */
  public double upperBound(double confidence) {
    return mean + reach(StudentT.oneSidedCritical(confidence, degreesOfFreedom));
  }

  /** The standard error of the mean. */
  public double standardError() {
    return standardDeviation / Math.sqrt(n);
  }

  private double reach(double critical) {
    return standardDeviation == 0 ? 0 : critical * standardError();
  }
}
