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
 * @param pages of 8 KiB; of a partitioned table those of all partitions
 * @param rows as last counted by VACUUM or ANALYZE
 * @param parts of a partitioned table
 * @param columns by name
 * @param indexes valid btree indexes over all rows
 */
record Table(
    TableName name,
    String kind,
    boolean persistent,
    double pages,
    double rows,
    Parts parts,
    Map<String, Column> columns,
    List<ExistingIndex> indexes) {

  /** Fewer pages than this are read faster than an index is looked up. */
  static final int SMALL = 10;

  /** Of more partitions nobody can be asked in a reasonable time. */
  private static final int MOST_PARTS = 1_000;

  /**
   * The partitions that hold the rows.
   *
   * @param count 0 of a table that is not partitioned
   * @param foreign name of one that another server holds; empty if there is none
   */
  record Parts(int count, String foreign) {
    static final Parts NONE = new Parts(0, "");
  }

  /** Why no index is proposed for it, or empty. */
  String leftOutBecause() {
    return switch (kind) {
      case "r", "m" -> {
        if (!persistent) {
          yield "it is temporary";
        }
        yield small();
      }
      case "p" -> {
        if (!parts.foreign().isEmpty()) {
          yield "its partition "
              + parts.foreign()
              + " is foreign, and an index on all partitions cannot be made without blocking writers";
        }
        yield parts.count() > MOST_PARTS
            ? "it has more than %,d partitions".formatted(MOST_PARTS)
            : small();
      }
      case "f" -> "it is foreign, and its indexes belong to the other server";
      default -> "it is not an ordinary table";
    };
  }

  private String small() {
    return pages < SMALL ? "it is small (%.0f pages)".formatted(pages) : "";
  }

  /** How many indexes the server makes for one on this table. */
  int stored() {
    return Math.max(1, parts.count());
  }

  /** Of the table without its indexes. */
  double bytes() {
    return pages * 8192;
  }
}
