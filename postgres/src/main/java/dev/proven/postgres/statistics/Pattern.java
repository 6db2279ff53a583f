package dev.proven.postgres.statistics;

import java.util.Map;

/**
 * Which of several conditions the rows of a sample fulfil together.
 *
 * @param rows of the sample
 * @param counts rows by the set of conditions that they fulfil, one bit each
 */
record Pattern(long rows, Map<Integer, Long> counts) {
  Pattern {
    counts = Map.copyOf(counts);
  }

  /** The rows that fulfil all conditions of a set. */
  Share of(int conditions) {
    long hits =
        counts.entrySet().stream()
            .filter(e -> (e.getKey() & conditions) == conditions)
            .mapToLong(Map.Entry::getValue)
            .sum();
    return new Share(hits, rows);
  }

  /** What would be left if none of them knew of the others. */
  double independent(int conditions) {
    double product = 1;
    for (int bit = 1; bit <= conditions; bit <<= 1) {
      if ((conditions & bit) != 0) {
        product *= of(bit).value();
      }
    }
    return product;
  }

  /** How many times as many rows are left together as would be, as a logarithm without its sign. */
  double bond(int conditions) {
    return Math.abs(Math.log(of(conditions).value() / independent(conditions)));
  }
}
