package dev.proven.postgres.whatif;

import java.util.List;

/**
 * What the planner's statistics tell of the values of one index key.
 *
 * @param nullFraction share of the rows without a value
 * @param distinct how many different values there are; at least 1
 * @param common shares of the rows that the most common values have
 * @param sizes bytes of a value as an index stores it
 * @param alignment of a value, 1 to 8
 * @param equalImage whether equal values are equal in every byte, so that an index may store them
 *     once; numeric is not, since 1.0 = 1.00
 */
record KeyStatistics(
    double nullFraction,
    double distinct,
    List<Double> common,
    Spread sizes,
    int alignment,
    boolean equalImage) {

  /** Of a value of which only the type is known. */
  static KeyStatistics unknown(double rows, Spread sizes, int alignment, boolean equalImage) {
    return new KeyStatistics(0, Math.max(1, rows), List.of(), sizes, alignment, equalImage);
  }

  double commonShare() {
    return common.stream().mapToDouble(c -> c).sum();
  }
}
