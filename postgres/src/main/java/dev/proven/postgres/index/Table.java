package dev.proven.postgres.index;

import java.util.List;
import java.util.Map;

/**
 * A table as the catalog and its statistics know it.
 *
 * @param name of it
 * @param kind the catalog's letter: {@code r} ordinary, {@code p} partitioned, {@code f} foreign,
 *     {@code m} materialized view
 * @param persistent false for temporary tables
 * @param pages of 8 KiB
 * @param rows as last counted by VACUUM or ANALYZE
 * @param columns by name
 * @param indexes valid btree indexes over all rows
 */
record Table(
    TableName name,
    String kind,
    boolean persistent,
    double pages,
    double rows,
    Map<String, Column> columns,
    List<ExistingIndex> indexes) {

  /** Fewer pages than this are read faster than an index is looked up. */
  static final int SMALL = 10;

  /** Why no index is proposed for it, or empty. */
  String leftOutBecause() {
    return switch (kind) {
      case "r", "m" -> {
        if (!persistent) {
          yield "it is temporary";
        }
        yield pages < SMALL ? "it is small (%.0f pages)".formatted(pages) : "";
      }
      case "p" -> "it is partitioned, and an index on it would have to be made on each partition";
      case "f" -> "it is foreign, and its indexes belong to the other server";
      default -> "it is not an ordinary table";
    };
  }

  /** Of the table without its indexes. */
  double bytes() {
    return pages * 8192;
  }
}
