package dev.proven.core.stats;

import java.util.Arrays;

/**
 * The ranks of a sample, where equal values share the mean of their ranks; held doubled, so that
 * they stay whole.
 *
 * @param doubled twice the rank of each value, in the order of the sample
 * @param tied whether any two values are equal
 * @param tieSum the sum of t^3 - t over groups of t equal values
 */
@SuppressWarnings("ArrayRecordComponent")
record Midranks(int[] doubled, boolean tied, double tieSum) {
  static Midranks of(double[] x) {
    double[] sorted = Samples.sorted(x);
    int[] doubled = new int[x.length];
    double tieSum = 0;
    for (int i = 0; i < x.length; i++) {
      int first = edge(sorted, x[i], true);
      int last = edge(sorted, x[i], false);
      doubled[i] = first + last + 1;
      double group = last - first;
      // Each member of a group of t adds (t^3 - t) / t.
      tieSum += group * group - 1;
    }
    return new Midranks(doubled, tieSum > 0, tieSum);
  }

  /** How many values are smaller (strictly), or smaller or equal. */
  private static int edge(double[] sorted, double value, boolean strictly) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < value || (!strictly && sorted[middle] == value)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The sum of the doubled ranks of the values for which the sign is positive. */
  long positive(double[] signed) {
    long sum = 0;
    for (int i = 0; i < signed.length; i++) {
      sum += signed[i] > 0 ? doubled[i] : 0;
    }
    return sum;
  }

  long sum() {
    return Arrays.stream(doubled).asLongStream().sum();
  }
}
