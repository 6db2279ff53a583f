package dev.proven.core.stats;

/**
 * The two one-sided tests that an effect lies within a margin to either side (Schuirmann 1987).
 *
 * @param p the larger of the two p-values; below alpha the effect is shown to be within
 * @param aboveLower the p-value of the hypothesis that the effect is ln(1 - margin) or less
 * @param belowUpper the p-value of the hypothesis that the effect is ln(1 + margin) or more
 */
public record Equivalence(double p, double aboveLower, double belowUpper) {

  /**
   * The tests of at least two block log ratios.
   *
   * @param margin the margin as a share, above 0 and below 1: 0.05 for 5 %
   */
  public static Equivalence paired(double[] d, double margin) {
    Samples.checkConfidence(margin);
    PairedT test = PairedT.of(d);
    double above = p(test.mean() - Math.log1p(-margin), test);
    double below = p(Math.log1p(margin) - test.mean(), test);
    return new Equivalence(Math.max(above, below), above, below);
  }

  private static double p(double inside, PairedT test) {
    double t = StudentT.ratio(inside, test.standardError());
    return StudentT.upperTail(t, test.degreesOfFreedom());
  }
}
