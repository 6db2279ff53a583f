package dev.proven.postgres.index;

import dev.proven.core.experiment.Part;
import dev.proven.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.OptionalDouble;

/** Executes parts in one session, each in a savepoint that is rolled back, and times them. */
final class Runner {
  private final Connection connection;
  private final Stopwatch stopwatch;

  /**
   * In a session whose transaction the caller rolls back.
   *
   * @param connection not in autocommit mode
   */
  Runner(Connection connection) throws SQLException {
    this.connection = connection;
    this.stopwatch = new Stopwatch(connection);
  }

  /**
   * Seconds of one execution; empty where the server refuses it.
   *
   * @param limit after which it is cut off and counts as long
   */
  OptionalDouble seconds(Part part, double limit) throws SQLException {
    Sql.execute(connection, "SET LOCAL statement_timeout = " + Math.round(limit * 1000));
    var savepoint = connection.setSavepoint();
    try {
      return OptionalDouble.of(stopwatch.seconds(part.text(), limit));
    } catch (SQLException e) {
      return OptionalDouble.empty();
    } finally {
      connection.rollback(savepoint);
    }
  }
}
