package dev.proven.core.stats;

/**
 * The one-sided test that a guardrail did not get worse by its margin or more: only a bound under
 * the margin passes, "not significant" never does.
 *
 * <p>Differences are oriented so that larger is worse; turn the sign where more is better.
 */
public final class NonInferiority {
  private static final double CONFIDENCE = 0.95;

  private NonInferiority() {}

  /**
   * The outcome, in the unit of the differences.
   *
   * @param t the distance of the mean from the limit, in standard errors; below zero is good
   * @param p the p-value of the hypothesis that the true mean is at the limit or above
   * @param upperBound the one-sided upper 95 % bound of the mean
   * @param limit what the bound must stay under
   */
  public record Result(double t, double p, double upperBound, double limit) {
    /** Whether the bound stays under the limit. */
    public boolean passes() {
      return upperBound < limit;
    }
  }

  /**
   * The test of at least two block log ratios against ln(1 + margin).
   *
   * @param margin the regression to rule out, as a share: 0.02 for 2 %
   */
  public static Result paired(double[] d, double margin) {
    PairedT test = PairedT.of(d);
    return result(
        test.mean(),
        test.standardError(),
        test.degreesOfFreedom(),
        test.upperBound(CONFIDENCE),
        Margins.logRatio(margin));
  }

  /** The same test of y against x, two independent samples on the log scale. */
  public static Result welchLogRatio(double[] x, double[] y, double margin) {
    Welch test = Welch.logRatio(x, y);
    return result(
        test.estimate(),
        test.standardError(),
        test.degreesOfFreedom(),
        test.upperBound(CONFIDENCE),
        Margins.logRatio(margin));
  }

  private static Result result(
      double mean, double error, double degreesOfFreedom, double bound, double limit) {
    double t = StudentT.ratio(mean - limit, error);
    return new Result(t, StudentT.upperTail(-t, degreesOfFreedom), bound, limit);
  }
}
