package dev.proven.postgres.index;

import java.sql.Connection;
import java.sql.SQLException;

/** Measures one execution of a statement. */
final class Stopwatch {
  private static final String CANCELED = "57014";
  private static final int PORTION = 500;

  /** Seconds of one execution until the last row was read; the limit where it was cut off. */
  double seconds(Connection connection, String sql, double limit) throws SQLException {
    long start = System.nanoTime();
    try (var statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.setFetchSize(PORTION);
      readAll(statement, sql);
    } catch (SQLException e) {
      if (!CANCELED.equals(e.getSQLState())) {
        throw e;
      }
      return limit;
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private static void readAll(java.sql.Statement statement, String sql) throws SQLException {
    if (statement.execute(sql)) {
      try (var rows = statement.getResultSet()) {
        while (rows.next()) {
          // Reading is part of what is measured.
          continue;
        }
      }
    }
  }
}
