package dev.proven.postgres.index;

import dev.proven.postgres.CpuClock;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Measures one execution of a statement: CPU seconds of its backend, or else wall seconds. */
public final class Stopwatch {
  private static final String CANCELED = "57014";
  private static final String VIOLATION = "23";
  private static final int PORTION = 500;

  private final Connection connection;
  private final @Nullable CpuClock clock;

  /** For statements of one connection. */
  public Stopwatch(Connection connection) throws SQLException {
    this.connection = connection;
    this.clock = CpuClock.find(connection).clock();
  }

  /** Seconds of one execution until the last row was read; the limit where it was cut off. */
  public double seconds(String sql, double limit) throws SQLException {
    long start = now();
    try (var statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.setFetchSize(PORTION);
      readAll(statement, sql);
    } catch (SQLException e) {
      if (CANCELED.equals(e.getSQLState())) {
        return limit;
      }
      if (!String.valueOf(e.getSQLState()).startsWith(VIOLATION)) {
        throw e;
      }
      // A write with sampled values may break a constraint; it counts up to there.
    }
    return (now() - start) / 1e9;
  }

  private long now() throws SQLException {
    try {
      return clock == null ? System.nanoTime() : clock.idle();
    } catch (IOException e) {
      throw new SQLException("The CPU time of the backend can no longer be read", e);
    }
  }

  private static void readAll(Statement statement, String sql) throws SQLException {
    if (!statement.execute(sql)) {
      return;
    }
    try (var rows = statement.getResultSet()) {
      boolean more = true;
      while (more) {
        more = rows.next();
      }
    }
  }
}
