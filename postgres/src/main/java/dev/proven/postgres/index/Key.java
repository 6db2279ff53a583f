package dev.proven.postgres.index;

import dev.proven.postgres.Sql;
import java.util.Locale;

/**
 * One key column of an index.
 *
 * @param column unquoted
 * @param descending from the largest
 * @param nullsFirst where nulls stand
 */
record Key(String column, boolean descending, boolean nullsFirst) {

  /** In the order that an index has if nothing is said. */
  static Key of(String column) {
    return new Key(column, false, false);
  }

  /** In the order in which the index is read backwards. */
  Key reversed() {
    return new Key(column, !descending, !nullsFirst);
  }

  /** For {@code CREATE INDEX}. */
  String sql() {
    return Sql.identifier(column) + order();
  }

  /** For people. */
  String text() {
    return column + order();
  }

  /** For ids and names: the column, and the order only where it is not the usual one. */
  String id() {
    return column + order().replace(" ", "-").toLowerCase(Locale.ROOT);
  }

  private String order() {
    String direction = descending ? " DESC" : "";
    if (nullsFirst == descending) {
      return direction;
    }
    return direction + (nullsFirst ? " NULLS FIRST" : " NULLS LAST");
  }
}
