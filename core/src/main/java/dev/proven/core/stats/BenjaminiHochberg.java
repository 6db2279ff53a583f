package dev.proven.core.stats;

/**
 * The step-up adjustment of Benjamini and Hochberg (1995), which holds the expected share of false
 * finds among the finds: good for ranking candidates, no proof of any one of them.
 */
public final class BenjaminiHochberg {
  private BenjaminiHochberg() {}

  /** The adjusted p-values in the order given, each at least its original and at most 1. */
  public static double[] adjust(double[] p) {
    int[] order = PValues.ascending(p);
    double[] adjusted = new double[p.length];
    double smallest = 1;
    for (int i = p.length - 1; i >= 0; i--) {
      smallest = Math.min(smallest, p.length * p[order[i]] / (i + 1));
      adjusted[order[i]] = smallest;
    }
    return adjusted;
  }
}
