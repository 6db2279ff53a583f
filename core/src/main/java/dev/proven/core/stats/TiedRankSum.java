package dev.proven.core.stats;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The null distribution of a sum of midranks, given the ties at hand: every choice of so many of
 * them is equally likely. The choices are counted midrank by midrank, for every size and sum that
 * can still lead to a whole choice: n²m²/4 to n²m²/2 additions, and n²m numbers are held.
 */
final class TiedRankSum {
  /** The most pairs n*m for which choices are counted: about a second, at most 64 MB. */
  static final int EXACT_PAIRS = 40_000;

  private final int[] scores;
  private final int chosen;
  private final double[][] ways;

  /**
   * @param scores in any order; only their differences matter
   * @param chosen how many are chosen; fewer than the others, for counting costs less then
   */
  private TiedRankSum(int[] scores, int chosen) {
    this.scores = scores;
    this.chosen = chosen;
    this.ways = new double[chosen + 1][];
  }

  /**
   * The probabilities of the sums of {@code chosen} of the scores, from the smallest sum upwards.
   *
   * @param scores ascending
   */
  static double[] probabilities(int[] scores, int chosen) {
    return new TiedRankSum(scores, chosen).count();
  }

  private double[] count() {
    for (int size = 0; size <= chosen; size++) {
      // A choice of that many takes them from all but those that the rest of it must take.
      ways[size] = new double[range(size, scores.length - chosen + size) + 1];
    }
    ways[0][0] = 1;
    for (int taken = 1; taken <= scores.length; taken++) {
      int fewest = Math.max(1, chosen - (scores.length - taken));
      for (int size = Math.min(chosen, taken); size >= fewest; size--) {
        add(ways[size - 1], range(size - 1, taken - 1), ways[size], gap(size, taken));
      }
    }
    double all = Arrays.stream(ways[chosen]).sum();
    return Arrays.stream(ways[chosen]).map(way -> way / all).toArray();
  }

  private static void add(double[] without, int reached, double[] with, int gap) {
    for (int sum = 0; sum <= reached; sum++) {
      with[sum + gap] += without[sum];
    }
  }

  /** Sums of a size are counted from the smallest, which holds the first of the scores. */
  private int gap(int size, int taken) {
    return scores[taken - 1] - scores[size - 1];
  }

  /** The largest sum of that many of the first scores, less the smallest. */
  private int range(int size, int ofFirst) {
    return IntStream.range(0, size).map(i -> scores[ofFirst - 1 - i] - scores[i]).sum();
  }
}
