package dev.proven.core.stats;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The null distribution of the Mann-Whitney statistic U without ties: counted out up to {@value
 * #EXACT_PAIRS} pairs, normal beyond.
 */
final class RankSum {
  /** The most pairs n*m for which the distribution is counted out: half a second, 2 MB. */
  static final int EXACT_PAIRS = 250_000;

  private final long pairs;
  private final double deviation;
  private final double @Nullable [] lower;

  private RankSum(long pairs, double deviation, double @Nullable [] lower) {
    this.pairs = pairs;
    this.deviation = deviation;
    this.lower = lower;
  }

  static RankSum of(int n, int m) {
    long pairs = (long) n * m;
    double deviation = Math.sqrt(pairs * (n + m + 1.0) / 12);
    return new RankSum(pairs, deviation, pairs <= EXACT_PAIRS ? lowerHalf(n, m) : null);
  }

  /** P(U &lt;= u) for u from 0 to n*m/2; the upper half is its mirror image. */
  private static double[] lowerHalf(int n, int m) {
    double[] ways = GaussianBinomial.lowerHalf(n, m);
    Arrays.parallelPrefix(ways, Double::sum);
    double last = ways[ways.length - 1];
    double middle = last - (ways.length == 1 ? 0 : ways[ways.length - 2]);
    double all = 2 * last - ((long) n * m % 2 == 0 ? middle : 0);
    return Arrays.stream(ways).map(way -> way / all).toArray();
  }

  boolean isExact() {
    return lower != null;
  }

  /** P(U &lt;= u), counted out. */
  double atMost(long u) {
    if (lower == null) {
      throw new IllegalStateException(pairs + " pairs are not counted out");
    }
    if (u < 0) {
      return 0;
    }
    return u < lower.length ? lower[(int) u] : 1 - atMost(pairs - u - 1);
  }

  /** How many extreme values may be cut from either end of the differences at this level. */
  long cut(double tail) {
    return lower == null
        ? NullDistributions.normalCut(pairs / 2.0, deviation, tail)
        : NullDistributions.countBelow(lower, tail);
  }

  /** The probability of one tail beyond the cut. */
  double tail(long cut) {
    if (cut == 0) {
      return 0;
    }
    return lower == null
        ? NullDistributions.normalTail(pairs / 2.0, deviation, cut)
        : lower[(int) cut - 1];
  }
}
