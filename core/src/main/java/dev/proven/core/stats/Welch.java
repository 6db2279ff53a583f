package dev.proven.core.stats;

/**
 * Welch's t test of the difference of two means with unequal variances (Welch 1947), for samples
 * that are not paired. Requests of one run are not independent samples: see METHOD.
 *
 * @param estimate the difference of the means
 * @param standardError its standard error
 * @param t the estimate over its standard error; infinite where neither sample varies
 * @param degreesOfFreedom by Satterthwaite's formula, not whole
 * @param p the two-sided p-value
 */
public record Welch(
    double estimate, double standardError, double t, double degreesOfFreedom, double p) {

  /** The test of mean(x) - mean(y), each of at least two finite values. */
  public static Welch of(double[] x, double[] y) {
    Samples.check(x, 2);
    Samples.check(y, 2);
    double meanX = Samples.mean(x);
    double meanY = Samples.mean(y);
    double errorX = Samples.variance(x, meanX) / x.length;
    double errorY = Samples.variance(y, meanY) / y.length;
    double error = Math.sqrt(errorX + errorY);
    double estimate = meanX - meanY;
    double t = StudentT.ratio(estimate, error);
    double freedom = degreesOfFreedom(errorX, x.length, errorY, y.length);
    return new Welch(estimate, error, t, freedom, StudentT.twoSided(t, freedom));
  }

  /** The test of mean(ln y) - mean(ln x), the log ratio of y to x; all values above zero. */
  public static Welch logRatio(double[] x, double[] y) {
    return of(Samples.logs(y), Samples.logs(x));
  }

  /** The two-sided interval of the difference at a confidence such as 0.95. */
  public Interval interval(double confidence) {
    double reach = StudentT.critical(confidence, degreesOfFreedom) * standardError;
    return new Interval(estimate - reach, estimate + reach);
  }

  /** The one-sided bound that the difference stays under with the given confidence. */
  public double upperBound(double confidence) {
    return estimate + StudentT.oneSidedCritical(confidence, degreesOfFreedom) * standardError;
  }

  private static double degreesOfFreedom(double a, int n, double b, int m) {
    double sum = a + b;
    return sum == 0
        ? n + m - 2
        : 1 / (a / sum * (a / sum) / (n - 1) + b / sum * (b / sum) / (m - 1));
  }
}
