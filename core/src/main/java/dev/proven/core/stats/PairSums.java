package dev.proven.core.stats;

/**
 * The sums of all pairs of two samples in ascending order, without ever holding them.
 *
 * <p>The k-th smallest is found by bisection on the bit patterns of doubles, counting the pairs up
 * to a value along a staircase: at most 64 walks of n + m steps, exact to the last bit. Both
 * Hodges-Lehmann estimates and their intervals are such order statistics.
 */
final class PairSums {
  private final double[] a;
  private final double[] b;
  private final boolean halved;

  private PairSums(double[] a, double[] b, boolean halved) {
    this.a = a;
    this.b = b;
    this.halved = halved;
  }

  /** Twice the Walsh averages: the n(n+1)/2 sums of pairs i &lt;= j of one sample. */
  static PairSums walsh(double[] d) {
    double[] sorted = Samples.sorted(d);
    return new PairSums(sorted, sorted, true);
  }

  /** The n*m differences x - y. */
  static PairSums differences(double[] x, double[] y) {
    double[] negated = new double[y.length];
    for (int i = 0; i < y.length; i++) {
      negated[i] = -y[i];
    }
    return new PairSums(Samples.sorted(x), Samples.sorted(negated), false);
  }

  long size() {
    long pairs = (long) a.length * b.length;
    return halved ? (pairs + a.length) / 2 : pairs;
  }

  double median() {
    long size = size();
    double low = kth((size + 1) / 2);
    return size % 2 == 1 ? low : low + (kth(size / 2 + 1) - low) / 2;
  }

  /** The k-th smallest sum, k from 1 to size. */
  double kth(long k) {
    long low = ordered(a[0] + b[0]);
    long high = ordered(a[a.length - 1] + b[b.length - 1]);
    while (low < high) {
      long middle = (low & high) + ((low ^ high) >> 1);
      if (countUpTo(unordered(middle)) >= k) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return unordered(low) + 0.0;
  }

  private long countUpTo(double value) {
    long count = 0;
    int j = b.length;
    for (double first : a) {
      while (j > 0 && first + b[j - 1] > value) {
        j--;
      }
      count += j;
    }
    return halved ? (count + countTwins(value)) / 2 : count;
  }

  private long countTwins(double value) {
    int count = 0;
    while (count < a.length && a[count] + a[count] <= value) {
      count++;
    }
    return count;
  }

  /** A long that sorts as the double does. */
  private static long ordered(double value) {
    long bits = Double.doubleToLongBits(value);
    return bits ^ ((bits >> 63) & Long.MAX_VALUE);
  }

  private static double unordered(long ordered) {
    return Double.longBitsToDouble(ordered ^ ((ordered >> 63) & Long.MAX_VALUE));
  }
}
