package dev.proven.postgres.index;

import java.util.List;

/**
 * The bytes of a btree index before it exists. Equal keys are stored once with a list of row
 * pointers (deduplication, since PostgreSQL 13), so the size depends on how many different keys
 * there are; nulls and correlated columns are not in the model.
 */
final class IndexSize {
  private static final double FILL = 0.9;
  private static final double UPPER_LEVELS = 1.02;

  private IndexSize() {}

  /** An estimate in bytes. */
  static double estimate(Table table, List<Key> keys) {
    double distinct = 1;
    double width = 0;
    for (Key key : keys) {
      var column = table.columns().get(key.column());
      distinct *= column == null || column.distinct() <= 0 ? table.rows() : column.distinct();
      width += column == null ? 8 : column.width();
    }
    return estimate(table.rows(), Math.min(table.rows(), distinct), width);
  }

  private static double estimate(double rows, double distinct, double width) {
    if (distinct > rows / 2) {
      return rows * (8 * Math.ceil((8 + width) / 8) + 4) / FILL;
    }
    return (6 * rows + distinct * (16 + width)) / FILL * UPPER_LEVELS;
  }
}
