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
  private final double[] high;
  private final double[] low;

  private GaussianBinomial(int length) {
    high = new double[length];
    low = new double[length];
    high[0] = 1;
  }

  /** The coefficients from 0 to n*m/2; the rest is their mirror image. */
  static double[] lowerHalf(int n, int m) {
    int few = Math.min(n, m);
    int many = Math.max(n, m);
    var ways = new GaussianBinomial(n * m / 2 + 1);
    for (int i = 1; i <= few; i++) {
      int degree = Math.min(ways.high.length - 1, i * many);
      ways.multiply(many + i, degree);
      ways.divide(i, degree);
    }
    return ways.high;
  }

  /** Times 1 - q^power. */
  private void multiply(int power, int degree) {
    for (int to = degree, from = degree - power; from >= 0; to--, from--) {
      add(to, -high[from], -low[from]);
    }
  }

  /** Over 1 - q^power. */
  private void divide(int power, int degree) {
    for (int to = power, from = 0; to <= degree; to++, from++) {
      add(to, high[from], low[from]);
    }
  }

  private void add(int to, double addend, double itsError) {
    double before = high[to];
    double sum = before + addend;
    double taken = sum - before;
    double error = before - (sum - taken) + (addend - taken) + (low[to] + itsError);
    double corrected = sum + error;
    high[to] = corrected;
    low[to] = error - (corrected - sum);
  }
}
