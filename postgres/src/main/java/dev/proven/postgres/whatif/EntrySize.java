package dev.proven.postgres.whatif;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Bytes of one btree entry: its header, the null bitmap where a value is missing, each value at a
 * multiple of its alignment, all padded to eight.
 */
final class EntrySize {
  private static final int HEADER = 8;
  private static final int HEADER_WITH_NULLS = 16;

  private EntrySize() {}

  /** The spread of entry sizes, in the order in which the values are stored. */
  static Spread of(List<KeyStatistics> keys) {
    Map<Integer, Double> full = Map.of(0, 1.0);
    Map<Integer, Double> withNull = Map.of();
    for (KeyStatistics key : keys) {
      var nextFull = new TreeMap<Integer, Double>();
      var nextWithNull = new TreeMap<Integer, Double>();
      append(full, key, 1 - key.nullFraction(), nextFull);
      append(withNull, key, 1 - key.nullFraction(), nextWithNull);
      skip(full, key.nullFraction(), nextWithNull);
      skip(withNull, key.nullFraction(), nextWithNull);
      full = nextFull;
      withNull = nextWithNull;
    }
    var sizes = new TreeMap<Integer, Double>();
    full.forEach((data, share) -> add(sizes, Page.aligned(HEADER + data), share));
    withNull.forEach((data, share) -> add(sizes, Page.aligned(HEADER_WITH_NULLS + data), share));
    return new Spread(sizes);
  }

  private static void append(
      Map<Integer, Double> from, KeyStatistics key, double share, Map<Integer, Double> into) {
    from.forEach((offset, before) ->
        key.sizes()
            .shares()
            .forEach((size, own) ->
                add(into, Page.aligned(offset, key.alignment()) + size, before * share * own)));
  }

  private static void skip(Map<Integer, Double> from, double share, Map<Integer, Double> into) {
    from.forEach((offset, before) -> add(into, offset, before * share));
  }

  private static void add(Map<Integer, Double> sizes, int size, double share) {
    if (share > 0) {
      sizes.merge(size, share, Double::sum);
    }
  }
}
