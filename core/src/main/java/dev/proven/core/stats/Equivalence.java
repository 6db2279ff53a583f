package dev.proven.core.stats;

/**
 * The range of effects that are too small to matter. An interval that lies inside shows that there
 * is no effect; at a confidence of 1 - 2 alpha that is the same as rejecting both one-sided tests
 * at alpha (Schuirmann 1987).
 *
 * @param lower the largest log ratio that would matter on the one side, below zero
 * @param upper the smallest on the other side, above zero
 */
public record Equivalence(double lower, double upper) {
  /** Refuses a range that does not hold zero inside. */
  public Equivalence {
    if (!(lower < 0 && upper > 0)) {
      throw new IllegalArgumentException(
          "an equivalence margin from " + lower + " to " + upper + " does not reach to both sides");
    }
  }

  /**
   * The same ratio to either side, as verdicts have it.
   *
   * @param margin as a share, above zero: 0.05 for a ratio between 1/1.05 and 1.05
   */
  public static Equivalence ofRatio(double margin) {
    double reach = Margins.logRatio(margin);
    return new Equivalence(-reach, reach);
  }

  /** Whether the interval of a log ratio lies inside, ends excluded. */
  public boolean contains(Interval interval) {
    return interval.lower() > lower && interval.upper() < upper;
  }

  /** The larger p-value of the two one-sided tests that the effect lies inside. */
  public double p(PairedT test) {
    return Math.max(p(test.mean() - lower, test), p(upper - test.mean(), test));
  }

  private static double p(double inside, PairedT test) {
    double t = StudentT.ratio(inside, test.standardError());
    return StudentT.upperTail(t, test.degreesOfFreedom());
  }
}
