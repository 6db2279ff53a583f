package dev.proven.postgres.index;

import dev.proven.postgres.whatif.IndexDefinition;
import dev.proven.postgres.whatif.IndexKey;
import java.util.List;
import java.util.stream.Stream;

/**
 * A first guess of the bytes of an index, by which candidates are ranked before anybody is asked.
 * What is shown to people is predicted by {@link dev.proven.postgres.whatif.IndexSizes}.
 */
final class IndexSize {
  private static final double FILL = 0.9;
  private static final double UPPER_LEVELS = 1.02;
  private static final double WIDTH = 16;

  private IndexSize() {}

  /** Of an index over all rows of its table. */
  static double estimate(Table table, IndexDefinition index) {
    double rows = table.rows();
    return switch (index.method()) {
      case HASH -> rows * 26;
      case BRIN -> table.pages() / 128 * 40;
      case GIN -> rows * 24;
      case BTREE -> {
        var keys = index.keys().stream().map(IndexSize::column).toList();
        yield index.include().isEmpty()
            ? estimate(table, keys)
            : withoutDuplicates(
                rows, width(table, Stream.concat(keys.stream(), index.include().stream())));
      }
    };
  }

  private static String column(IndexKey key) {
    return key.subject() instanceof IndexKey.Column column ? column.name() : "";
  }

  private static double width(Table table, Stream<String> columns) {
    return columns.mapToDouble(c -> width(table, c)).sum();
  }

  private static double width(Table table, String name) {
    var column = table.columns().get(name);
    return column == null ? WIDTH : column.width();
  }

  /** Of a btree on these columns; equal keys share entries. */
  static double estimate(Table table, List<String> columns) {
    double distinct = 1;
    for (String name : columns) {
      var column = table.columns().get(name);
      distinct *= column == null || column.distinct() <= 0 ? table.rows() : column.distinct();
    }
    double keys = Math.min(table.rows(), distinct);
    double width = width(table, columns.stream());
    return keys > table.rows() / 2
        ? withoutDuplicates(table.rows(), width)
        : (6 * table.rows() + keys * (16 + width)) / FILL * UPPER_LEVELS;
  }

  /** Of an index that stores every row by itself, as one with included columns does. */
  static double withoutDuplicates(double rows, double width) {
    return rows * (8 * Math.ceil((8 + width) / 8) + 4) / FILL;
  }
}
