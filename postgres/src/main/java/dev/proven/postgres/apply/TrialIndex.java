package dev.proven.postgres.apply;

import dev.proven.postgres.Sql;
import dev.proven.postgres.StandingIndex;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A new index made on an empty temporary table like the real one, and rolled back: whether the
 * server would make it at all, and how it spells it, so that an equal one is recognised.
 */
final class TrialIndex {
  private static final String NOT_ALLOWED = "42501";

  private TrialIndex() {}

  /**
   * What stands behind the table in the statement that makes it, as the server prints it; empty
   * where the role may make no temporary table.
   *
   * @param connection in a transaction, which the caller rolls back
   * @throws SQLException why the server would not make it
   */
  static String body(Connection connection, NewIndex index) throws SQLException {
    var twin = Sql.identifier("pg_temp", index.table());
    try {
      Sql.execute(
          connection, "CREATE TEMP TABLE " + twin + " (LIKE " + index.qualifiedTable() + ")");
    } catch (SQLException e) {
      if (NOT_ALLOWED.equals(e.getSQLState())) {
        return "";
      }
      throw e;
    }
    Sql.execute(connection, index.createOn(twin));
    long table = Sql.number(connection, "SELECT to_regclass(?)::oid", twin);
    return StandingIndex.all(connection, table).getFirst().body();
  }
}
