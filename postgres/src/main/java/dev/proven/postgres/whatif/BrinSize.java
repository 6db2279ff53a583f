package dev.proven.postgres.whatif;

import java.util.List;

/**
 * Pages of a BRIN index: a summary of two values a key for each run of 128 pages, a map with 1,360
 * addresses a page to find it, and one page that describes the index.
 */
final class BrinSize {
  static final int PAGES_PER_RANGE = 128;

  /** Addresses of summaries that a page of the map holds. */
  static final int MAP = 1360;

  private static final int HEADER = 8;
  private static final int ROOM = Page.BYTES - Page.HEADER - Page.ALIGNMENT;

  private BrinSize() {}

  static Extent of(long tablePages, List<KeyStatistics> keys) {
    long ranges = Math.max(1, Math.ceilDiv(tablePages, PAGES_PER_RANGE));
    double values = keys.stream().mapToDouble(k -> 2 * k.sizes().mean()).sum();
    int summary = Page.POINTER + Page.aligned((int) Math.ceil(HEADER + values));
    long summaries = Math.ceilDiv(ranges, Math.max(1, ROOM / summary));
    return new Extent(1 + Math.ceilDiv(ranges, MAP) + summaries, 0);
  }
}
