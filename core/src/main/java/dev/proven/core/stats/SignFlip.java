package dev.proven.core.stats;

/**
 * The sign-flip permutation test that paired differences are symmetric about zero (Fisher 1935): p
 * is the share of all sign vectors whose |sum| is at least the observed one.
 *
 * <p>Sums that differ by less than 1e-12 of the sum of |d| count as equal, for equal sums come out
 * of floating point slightly different.
 */
public final class SignFlip {
  /** Up to this many values {@link #pValue} is exact: a fraction of a millisecond. */
  public static final int EXACT_BY_DEFAULT = 32;

  /** The most values {@link #exact} takes: two lists of 2^22 sums. */
  public static final int EXACT_AT_MOST = 44;

  /** The draws of {@link #monteCarlo} beyond. */
  public static final int DRAWS = 9_999;

  private static final double TIE = 1e-12;
  private static final long SEED = 20_260_101;

  private SignFlip() {}

  /**
   * The two-sided p-value: exact up to {@value #EXACT_BY_DEFAULT} values, by {@value #DRAWS} draws
   * from a fixed seed beyond.
   */
  public static double pValue(double[] d) {
    return d.length <= EXACT_BY_DEFAULT ? exact(d) : monteCarlo(d, DRAWS, SEED);
  }

  /**
   * The exact two-sided p-value, by meeting in the middle (Horowitz and Sahni 1974): all signed
   * sums of either half are made in ascending order and matched by two pointers.
   *
   * @throws IllegalArgumentException for more than {@value #EXACT_AT_MOST} values
   */
  public static double exact(double[] d) {
    Samples.check(d, 1);
    if (d.length > EXACT_AT_MOST) {
      throw new IllegalArgumentException(
          "%d values are too many for the exact sign-flip test (at most %d): use pValue"
              .formatted(d.length, EXACT_AT_MOST));
    }
    double least = leastExtreme(d);
    if (least <= 0) {
      return 1;
    }
    double[] left = signedSums(d, 0, d.length / 2);
    double[] right = signedSums(d, d.length / 2, d.length);
    return Math.scalb(2.0 * countAtLeast(left, right, least), -d.length);
  }

  /**
   * The two-sided p-value (k + 1) / (draws + 1) with k random sign vectors as extreme as the
   * observed one (Phipson and Smyth 2010).
   */
  public static double monteCarlo(double[] d, int draws, long seed) {
    Samples.check(d, 1);
    Samples.checkPositive(draws, "number of draws");
    double least = leastExtreme(d);
    SplitMix64 random = new SplitMix64(seed);
    int extreme = 0;
    for (int draw = 0; draw < draws; draw++) {
      extreme += Math.abs(flippedSum(d, random)) >= least ? 1 : 0;
    }
    return (extreme + 1.0) / (draws + 1.0);
  }

  private static double leastExtreme(double[] d) {
    double sum = 0;
    double size = 0;
    for (double value : d) {
      sum += value;
      size += Math.abs(value);
    }
    return Math.abs(sum) - TIE * size;
  }

  private static double flippedSum(double[] d, SplitMix64 random) {
    double sum = 0;
    long signs = 0;
    for (int i = 0; i < d.length; i++) {
      signs = i % 64 == 0 ? random.nextLong() : signs >>> 1;
      sum += (signs & 1) == 0 ? d[i] : -d[i];
    }
    return sum;
  }

  /** All 2^(to - from) sums, ascending: each value merges two copies of the list so far. */
  private static double[] signedSums(double[] d, int from, int to) {
    double[] sums = {0};
    for (int i = from; i < to; i++) {
      sums = merge(sums, Math.abs(d[i]));
    }
    return sums;
  }

  /** The upper half of such a list is the lower one with its signs turned. */
  private static double[] merge(double[] sums, double value) {
    double[] merged = new double[2 * sums.length];
    int minus = 0;
    int plus = 0;
    for (int i = 0; i < sums.length; i++) {
      double lower = sums[minus] - value;
      double upper = sums[plus] + value;
      if (lower <= upper) {
        minus++;
      } else {
        plus++;
      }
      merged[i] = Math.min(lower, upper);
      merged[merged.length - 1 - i] = -merged[i];
    }
    return merged;
  }

  private static long countAtLeast(double[] left, double[] right, double least) {
    long count = 0;
    int first = right.length;
    for (double sum : left) {
      while (first > 0 && sum + right[first - 1] >= least) {
        first--;
      }
      count += right.length - first;
    }
    return count;
  }
}
