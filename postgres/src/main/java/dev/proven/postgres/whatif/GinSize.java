package dev.proven.postgres.whatif;

/**
 * Pages of a GIN index that was just built, within about a factor of two: an entry for each
 * different part of the values, and for each row's part a step to its address of one to three
 * bytes.
 */
final class GinSize {
  private static final double ENTRY = 24;
  private static final double STEP = 1.6;
  private static final double MOST_TRIGRAMS = 40_000;

  private GinSize() {}

  static Extent of(double rows, IndexDefinition index, TableStatistics table) {
    double bytes = 0;
    for (IndexKey key : index.keys()) {
      double width = key.subject() instanceof IndexKey.Column column ? width(table, column) : 32;
      bytes += bytes(rows, width, key.operatorClass());
    }
    return new Extent(Math.round(2 + bytes / (0.9 * Page.BYTES)), 0);
  }

  private static double width(TableStatistics table, IndexKey.Column column) {
    var found = table.columns().get(column.name());
    return found == null || found.width() <= 0 ? 32 : found.width();
  }

  private static double bytes(double rows, double width, String operatorClass) {
    boolean trigrams = operatorClass.endsWith("gin_trgm_ops");
    double parts = rows * Math.max(1, trigrams ? width : width / 12);
    double different = trigrams ? Math.min(MOST_TRIGRAMS, parts / 4) : parts / 10;
    return different * ENTRY + parts * STEP;
  }
}
