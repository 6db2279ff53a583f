package dev.proven.core.stats;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;

/** The null distribution of Wilcoxon's signed-rank statistic (Wilcoxon 1945). */
final class SignedRank {
  /** Up to this many values the distribution is counted out, beyond it is taken as normal. */
  static final int EXACT_UP_TO = 300;

  private static final ConcurrentHashMap<Integer, double[]> UNTIED = new ConcurrentHashMap<>();

  private SignedRank() {}

  /** P(V &lt;= v) for v from 0 to n(n+1)/2, for ranks 1 to n without ties. */
  static double[] cumulative(int n) {
    double[] counted = UNTIED.get(n);
    return counted == null ? UNTIED.computeIfAbsent(n, SignedRank::countUntied) : counted;
  }

  private static double[] countUntied(int n) {
    int[] ranks = new int[n];
    Arrays.setAll(ranks, i -> i + 1);
    return cumulative(ranks);
  }

  /** P(V &lt;= v) where each of the given ranks counts with probability one half. */
  static double[] cumulative(int[] ranks) {
    double[] probability = new double[Arrays.stream(ranks).sum() + 1];
    probability[0] = 1;
    int reached = 0;
    for (int rank : ranks) {
      reached += rank;
      for (int v = reached; v >= 0; v--) {
        probability[v] = (probability[v] + (v >= rank ? probability[v - rank] : 0)) / 2;
      }
    }
    Arrays.parallelPrefix(probability, Double::sum);
    return probability;
  }

  /** How many extreme values may be cut from either end of the Walsh averages at this level. */
  static long cut(int n, double tail) {
    double mean = n * (n + 1.0) / 4;
    return n <= EXACT_UP_TO
        ? NullDistributions.countBelow(cumulative(n), tail)
        : NullDistributions.normalCut(mean, Math.sqrt(mean * (2.0 * n + 1) / 6), tail);
  }

  /** The probability of one tail beyond the cut. */
  static double tail(int n, long cut) {
    if (cut == 0) {
      return 0;
    }
    double mean = n * (n + 1.0) / 4;
    return n <= EXACT_UP_TO
        ? cumulative(n)[(int) cut - 1]
        : NullDistributions.normalTail(mean, Math.sqrt(mean * (2.0 * n + 1) / 6), cut);
  }
}
