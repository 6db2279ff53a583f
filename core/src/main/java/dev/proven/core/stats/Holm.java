package dev.proven.core.stats;

/**
 * Holm's step-down adjustment (Holm 1979), which holds the chance of any false alarm among several
 * tests: compare each adjusted p-value with alpha.
 */
public final class Holm {
  private Holm() {}

  /** The adjusted p-values in the order given, each at least its original and at most 1. */
  public static double[] adjust(double[] p) {
    int[] order = PValues.ascending(p);
    double[] adjusted = new double[p.length];
    double largest = 0;
    for (int i = 0; i < p.length; i++) {
      largest = Math.max(largest, Math.min(1, (p.length - i) * p[order[i]]));
      adjusted[order[i]] = largest;
    }
    return adjusted;
  }
}
