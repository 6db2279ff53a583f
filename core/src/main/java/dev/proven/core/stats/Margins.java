package dev.proven.core.stats;

/** A margin given as a share, on the log scale. */
final class Margins {
  private Margins() {}

  static double logRatio(double margin) {
    Samples.checkPositive(margin, "margin");
    return Math.log1p(margin);
  }
}
