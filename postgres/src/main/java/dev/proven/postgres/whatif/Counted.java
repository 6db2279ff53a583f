package dev.proven.postgres.whatif;

import dev.proven.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * What VACUUM and ANALYZE have counted in a table.
 *
 * @param pages of it
 * @param rows of it; -1 where nothing was counted yet
 * @param visible pages of which all rows are visible to all
 */
record Counted(int pages, float rows, int visible) {

  static Counted read(Connection connection, QualifiedName table) throws SQLException {
    return Sql.list(
            connection,
            r -> new Counted(r.getInt(1), r.getFloat(2), r.getInt(3)),
            "SELECT relpages, reltuples, relallvisible FROM pg_class WHERE oid = to_regclass(?)",
            table.sql())
        .getFirst();
  }

  /** Writes it back; from PostgreSQL 18 on. */
  void write(Connection connection, QualifiedName table) throws SQLException {
    Sql.list(
        connection,
        r -> r.getBoolean(1),
        "SELECT pg_restore_relation_stats('schemaname', ?::text, 'relname', ?::text,"
            + " 'relpages', ?::integer, 'reltuples', ?::real, 'relallvisible', ?::integer)",
        table.schema(),
        table.name(),
        pages,
        rows,
        visible);
  }
}
