package dev.proven.core.stats;

import java.util.Comparator;
import java.util.stream.IntStream;

/** The order of p-values, which every adjustment for several tests walks along. */
final class PValues {
  private PValues() {}

  static int[] ascending(double[] p) {
    for (double value : p) {
      if (!(value >= 0 && value <= 1)) {
        throw new IllegalArgumentException(
            "p-value " + value + " is not between 0 and 1: give the p-values of the tests");
      }
    }
    return IntStream.range(0, p.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> p[i]))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
