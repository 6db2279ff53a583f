package dev.proven.postgres.whatif;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * How often keys repeat among all rows, told from how often they were seen among some. What was
 * seen often is as frequent among all. Of the others the numbers of keys seen once, twice, three
 * and four times tell which fits: all are equally frequent (then the numbers are binomial), or some
 * occur once and the others are equally frequent, or else a mixture, which is fitted by expectation
 * maximisation as for the number of species (Norris and Pollock, Environmental and Ecological
 * Statistics 5, 1998).
 */
final class Repeats {
  private static final int OFTEN = 12;
  private static final int MEANS = 24;
  private static final int ROUNDS = 1_500;

  /** Smaller means than this are not told from keys that occur once. */
  private static final double LEAST = 0.15;

  private final double[] seen = new double[OFTEN + 1];
  private final double times;
  private double keys;
  private double sights;

  /**
   * Keys that are alike.
   *
   * @param keys how many
   * @param occurrences of each among all rows
   */
  record Group(double keys, double occurrences) {}

  private Repeats(SortedMap<Integer, Double> all, double times) {
    this.times = times;
    all.headMap(OFTEN + 1)
        .forEach((often, number) -> {
          seen[often] = number;
          keys += number;
          sights += often * number;
        });
  }

  /**
   * The keys among all rows.
   *
   * @param seen number of keys by how often they were seen
   * @param times as many rows as were looked at; at least 1
   */
  static List<Group> of(SortedMap<Integer, Double> seen, double times) {
    if (times <= 1) {
      return seen.entrySet().stream().map(e -> new Group(e.getValue(), e.getKey())).toList();
    }
    var groups = new ArrayList<Group>();
    seen.tailMap(OFTEN + 1).forEach((often, keys) -> groups.add(new Group(keys, often * times)));
    var rare = new Repeats(seen, times);
    if (rare.keys > 0) {
      rare.add(groups);
    }
    return groups;
  }

  private void add(List<Group> groups) {
    double alike = 1 + 2 * ratio(seen[2], seen[1]) * (times - 1);
    double third = seen[2] * (alike - 2) / 3 / (times - 1);
    if (seen[1] > 0 && isRare(alike) && seen[3] <= third + noise(third)) {
      addAlike(groups, alike, 0);
      return;
    }
    double others = 2 + 3 * ratio(seen[3], seen[2]) * (times - 1);
    double fourth = seen[3] * (others - 3) / 4 / (times - 1);
    boolean fits = Math.abs(seen[4] - fourth) <= noise(fourth) + 0.05 * fourth;
    if (seen[2] > 0 && isRare(others) && fits) {
      double once = Math.min(seen[1], 2 * seen[2] * (times - 1) / (others - 1));
      addAlike(groups, others, seen[1] - once);
    } else {
      addMixture(groups);
    }
  }

  private static double ratio(double one, double other) {
    return other > 0 ? one / other : 0;
  }

  /** Whether keys of so many occurrences are seen often only by chance. */
  private boolean isRare(double occurrences) {
    return occurrences / times < OFTEN / 2.0;
  }

  private static double noise(double expected) {
    return 2 * Math.sqrt(Math.max(1, expected));
  }

  /** So many were seen that occur once; all others occur equally often. */
  private void addAlike(List<Group> groups, double occurrences, double once) {
    add(groups, once * times, 1);
    double chance = -Math.expm1(occurrences * Math.log1p(-1 / times));
    double number = (keys - once) / chance;
    add(groups, number, (sights - once) * times / number);
  }

  private static void add(List<Group> groups, double keys, double occurrences) {
    if (keys > 0.5) {
      groups.add(new Group(keys, Math.max(1, occurrences)));
    }
  }

  /** A key occurs at least once, so that no mean is below the chance to see that. */
  private double mean(int j) {
    double once = 1 / times;
    double next = Math.max(LEAST, 2 * once);
    return j == 0 ? once : next * Math.pow(OFTEN / next, (j - 1.0) / (MEANS - 2));
  }

  private void addMixture(List<Group> groups) {
    double[][] chances = new double[MEANS][OFTEN + 1];
    double[] numbers = new double[MEANS];
    for (int j = 0; j < MEANS; j++) {
      double occurrences = mean(j) * times;
      chances[j][0] = Math.exp(occurrences * Math.log1p(-1 / times));
      for (int k = 1; k <= OFTEN; k++) {
        double left = Math.max(0, occurrences - k + 1);
        chances[j][k] = chances[j][k - 1] * left / k / (times - 1);
      }
      numbers[j] = 1;
    }
    for (int i = 0; i < ROUNDS; i++) {
      numbers = improved(numbers, chances);
    }
    for (int j = 0; j < MEANS; j++) {
      add(groups, numbers[j], mean(j) * times);
    }
  }

  /** Hands each key that was seen to the means in proportion to how likely they gave it. */
  private double[] improved(double[] numbers, double[][] chances) {
    double[] next = new double[MEANS];
    for (int k = 1; k <= OFTEN; k++) {
      double sum = 0;
      for (int j = 0; j < MEANS; j++) {
        sum += numbers[j] * chances[j][k];
      }
      for (int j = 0; j < MEANS && sum > 0; j++) {
        next[j] += seen[k] * numbers[j] * chances[j][k] / sum;
      }
    }
    for (int j = 0; j < MEANS; j++) {
      next[j] /= 1 - chances[j][0];
    }
    return next;
  }
}
