package dev.proven.postgres.whatif;

import dev.proven.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The size of a table or an index: as it is now, and as VACUUM or ANALYZE last counted it.
 *
 * @param name of it
 * @param kind the catalog's letter
 * @param btree whether it is an index of that method
 * @param pages in its file now
 * @param countedPages when it was counted
 * @param countedRows when it was counted; -1 where it never was
 * @param visiblePages of which all rows could be seen by everybody
 * @param frozenPages of which that will never change
 * @param entryBytes about so many has an entry, for a btree
 */
record RelationFacts(
    QualifiedName name,
    String kind,
    boolean btree,
    long pages,
    long countedPages,
    double countedRows,
    long visiblePages,
    long frozenPages,
    double entryBytes) {

  /** All of a database's own tables and indexes. */
  static List<RelationFacts> read(Connection connection, int majorVersion) throws SQLException {
    var frozen = majorVersion >= 18 ? "c.relallfrozen" : "0";
    try {
      return read(connection, "pg_relation_size(c.oid) / 8192", frozen);
    } catch (SQLException e) {
      // Somebody holds a table locked: its size when it was counted must do.
      return read(connection, "c.relpages", frozen);
    }
  }

  private static List<RelationFacts> read(Connection connection, String pages, String frozen)
      throws SQLException {
    return Sql.list(
        connection,
        r ->
            new RelationFacts(
                new QualifiedName(r.getString(1), r.getString(2)),
                r.getString(3),
                r.getBoolean(4),
                r.getLong(5),
                r.getLong(6),
                r.getDouble(7),
                r.getLong(8),
                r.getLong(9),
                entry(r.getLong(5), r.getDouble(7))),
        """
        SELECT n.nspname, c.relname, c.relkind::text, coalesce(m.amname = 'btree', false),
          CASE WHEN c.relkind IN ('p', 'I') THEN 0 ELSE %s END,
          c.relpages, c.reltuples, c.relallvisible, %s
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_am m ON m.oid = c.relam
        WHERE c.relkind IN ('r', 'p', 'm', 'i', 'I') AND c.relpersistence <> 't' AND %s %s
        ORDER BY c.oid
        """
            .formatted(
                pages,
                frozen,
                SchemaPieces.OWN_SCHEMA,
                SchemaPieces.ofNoExtension("pg_class", "c.oid")));
  }

  /** Above the leaves stand no lists of rows, so a small share of a page is taken at most. */
  private static double entry(long pages, double rows) {
    double each = rows > 0 ? pages * 0.9 * Page.BYTES / rows : 16;
    return Math.clamp(each - Page.POINTER, 16, 200);
  }

  /** Levels between its root and its leaves, if it is a btree. */
  int height() {
    return btree && pages > 1 ? BtreeSize.height(pages, entryBytes) : 0;
  }
}
