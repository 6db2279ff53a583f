package dev.proven.core.stats;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The null distribution of the Mann-Whitney statistic U without ties: counted out up to {@value
 * #EXACT_PAIRS} pairs, normal beyond.
 */
final class RankSum {
  /** The most pairs n*m for which the distribution is counted out. */
  static final int EXACT_PAIRS = 2500;

  private final double mean;
  private final double deviation;
  private final double @Nullable [] cumulative;

  private RankSum(double mean, double deviation, double @Nullable [] cumulative) {
    this.mean = mean;
    this.deviation = deviation;
    this.cumulative = cumulative;
  }

  static RankSum untied(int n, int m) {
    double pairs = (double) n * m;
    double deviation = Math.sqrt(pairs * (n + m + 1.0) / 12);
    return new RankSum(pairs / 2, deviation, pairs <= EXACT_PAIRS ? untiedCumulative(n, m) : null);
  }

  /** P(U &lt;= u) for u from 0 to n*m; the same for (m, n). */
  static double[] untiedCumulative(int n, int m) {
    int chosen = Math.min(n, m);
    int[] ranks = new int[n + m];
    Arrays.setAll(ranks, i -> i);
    double[] sums = mass(ranks, chosen);
    int least = chosen * (chosen - 1) / 2;
    double[] cumulative = Arrays.copyOfRange(sums, least, least + n * m + 1);
    Arrays.parallelPrefix(cumulative, Double::sum);
    return cumulative;
  }

  /** P(S = s) of the sum S of {@code chosen} of the ranks, every choice equally likely. */
  static double[] mass(int[] ranks, int chosen) {
    double[] ways = ways(ranks, chosen);
    double all = Arrays.stream(ways).sum();
    return Arrays.stream(ways).map(way -> way / all).toArray();
  }

  private static double[] ways(int[] ranks, int chosen) {
    int[] ascending = ranks.clone();
    Arrays.sort(ascending);
    int most = Arrays.stream(ascending).skip(ranks.length - chosen).sum();
    double[][] ways = new double[chosen + 1][most + 1];
    ways[0][0] = 1;
    int reached = 0;
    for (int rank : ascending) {
      reached = Math.min(most, reached + rank);
      for (int size = chosen; size > 0; size--) {
        add(ways[size - 1], ways[size], rank, reached);
      }
    }
    return ways[chosen];
  }

  private static void add(double[] without, double[] with, int rank, int reached) {
    for (int sum = reached; sum >= rank; sum--) {
      with[sum] += without[sum - rank];
    }
  }

  long cut(double tail) {
    return cumulative == null
        ? NullDistributions.normalCut(mean, deviation, tail)
        : NullDistributions.countBelow(cumulative, tail);
  }

  double tail(long cut) {
    if (cut == 0) {
      return 0;
    }
    return cumulative == null
        ? NullDistributions.normalTail(mean, deviation, cut)
        : cumulative[(int) cut - 1];
  }
}
