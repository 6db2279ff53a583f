package dev.proven.postgres.apply;

import dev.proven.postgres.Sql;
import dev.proven.postgres.StandingStatistics;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * New statistics made on an empty temporary table like the real one, and rolled back: whether the
 * server would make them at all, and how it spells them, so that equal ones are recognised.
 */
final class TrialStatistics {
  private static final String NOT_ALLOWED = "42501";
  private static final String NAME = "proven_trial";

  private TrialStatistics() {}

  /**
   * What the server makes of it; empty where the role may make no temporary table.
   *
   * @param connection in a transaction, which the caller rolls back
   * @throws SQLException why the server would not make it
   */
  static Optional<StandingStatistics> of(Connection connection, NewStatistics statistics)
      throws SQLException {
    var twin = Sql.identifier("pg_temp", statistics.table());
    try {
      Sql.execute(
          connection,
          "CREATE TEMP TABLE "
              + twin
              + " (LIKE "
              + statistics.qualifiedTable()
              + " INCLUDING GENERATED)");
    } catch (SQLException e) {
      if (NOT_ALLOWED.equals(e.getSQLState())) {
        return Optional.empty();
      }
      throw e;
    }
    Sql.execute(connection, statistics.create(Sql.identifier("pg_temp", NAME), twin));
    long made =
        Sql.number(
            connection,
            "SELECT oid FROM pg_statistic_ext WHERE stxrelid = to_regclass(?)" + " AND stxname = ?",
            twin,
            NAME);
    return StandingStatistics.of(connection, made);
  }
}
