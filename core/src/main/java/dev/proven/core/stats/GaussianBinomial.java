package dev.proven.core.stats;

/**
 * In how many ways n of n + m ranks give each value of U: the coefficients of the Gaussian binomial
 * (1 - q^(m+1)) ... (1 - q^(m+n)) / ((1 - q) ... (1 - q^n)), of which a double holds the largest
 * for up to 500 x 500 (Andrews, The Theory of Partitions, 1976, 3.3).
 *
 * <p>One factor after the other takes n*m*n additions where counting choice by choice takes n*m
 * times as many. Its differences of nearly equal numbers let rounding errors grow to 1e-6 at 500 x
 * 500, so every number carries its error along in a second double (Dekker 1971); what is left is
 * 1e-14.
 */
final class GaussianBinomial {
  private GaussianBinomial() {}

  /** The coefficients from 0 to n*m/2; the rest is their mirror image. */
  static double[] lowerHalf(int n, int m) {
    int few = Math.min(n, m);
    int many = Math.max(n, m);
    double[] ways = new double[n * m / 2 + 1];
    double[] errors = new double[ways.length];
    ways[0] = 1;
    for (int i = 1; i <= few; i++) {
      int degree = Math.min(ways.length - 1, i * many);
      // Times 1 - q^(m+i), from above, so that what is subtracted is still the old number.
      add(ways, errors, -1, many + i, degree, many + i - 1, -1);
      // Over 1 - q^i, from below, so that what is added is already the new one.
      add(ways, errors, 1, i, i, degree + 1, 1);
    }
    return ways;
  }

  /** Adds to each number, from the first to before the end, sign times the one a shift below. */
  private static void add(
      double[] ways, double[] errors, int sign, int shift, int first, int end, int step) {
    for (int to = first; step * (end - to) > 0; to += step) {
      double before = ways[to];
      double addend = sign * ways[to - shift];
      double sum = before + addend;
      double taken = sum - before;
      double lost = before - (sum - taken) + (addend - taken);
      double error = lost + (errors[to] + sign * errors[to - shift]);
      double corrected = sum + error;
      ways[to] = corrected;
      errors[to] = error - (corrected - sum);
    }
  }
}
