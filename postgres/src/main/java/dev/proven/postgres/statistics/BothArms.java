package dev.proven.postgres.statistics;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.experiment.Part;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.Sql;
import dev.proven.postgres.index.Stopwatch;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A quick look at what turned plans do: statements executed on both arms in turns, the best of a
 * few runs. It explores; nothing here is told as a gain.
 */
final class BothArms implements AutoCloseable {
  private static final double SHORT = 0.1;
  private static final double LONG = 0.4;

  /** What takes longer is not executed on the unchanged arm again: it was measured. */
  private static final double MOST_SECONDS = 10;

  /** One session of an arm. */
  private record Side(PostgresTarget target, Connection connection, Stopwatch stopwatch) {
    double seconds(Part part, double limit) throws SQLException {
      Sql.execute(connection, "SET LOCAL statement_timeout = " + Math.round(1000 * limit));
      var savepoint = connection.setSavepoint();
      try {
        return stopwatch.seconds(target.texts().of(part.text()), limit);
      } finally {
        connection.rollback(savepoint);
      }
    }
  }

  /**
   * Seconds of one execution.
   *
   * @param before on the unchanged arm
   * @param after on the other one; at least, where it was cut off
   */
  record Seen(double before, double after) {
    /** A smaller difference is too small to see. */
    private static final double LEAST_SECONDS = 0.002;

    /** How many times as long it takes; 1 where the difference is too small to see. */
    double ratio() {
      return Math.abs(after - before) > LEAST_SECONDS ? after / before : 1;
    }
  }

  private final Side before;
  private final Side after;

  private BothArms(Side before, Side after) {
    this.before = before;
    this.after = after;
  }

  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // the connections are this object's, which closes them
  static BothArms of(PostgresTarget before, PostgresTarget after) throws SQLException {
    var first = side(before);
    try {
      return new BothArms(first, side(after));
    } catch (SQLException e) {
      first.connection().close();
      throw e;
    }
  }

  @SuppressWarnings("MustBeClosedChecker") // closed with this
  private static Side side(PostgresTarget target) throws SQLException {
    var connection = target.connect();
    try {
      Sql.execute(connection, "SET max_parallel_workers_per_gather = 0");
      var stopwatch = new Stopwatch(connection);
      connection.setAutoCommit(false);
      return new Side(target, connection, stopwatch);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /**
   * Executes a part on both.
   *
   * @param cost seconds that it was measured to take
   */
  Seen of(Part part, double cost) throws SQLException {
    double limit = 3 * Math.min(cost, MOST_SECONDS) + 0.5;
    if (cost > MOST_SECONDS) {
      return new Seen(cost, after.seconds(part, Math.min(cost, limit)));
    }
    double old = Double.MAX_VALUE;
    double now = Double.MAX_VALUE;
    for (int i = 0; i < rounds(cost); i++) {
      old = Math.min(old, before.seconds(part, limit));
      now = Math.min(now, after.seconds(part, limit));
    }
    return new Seen(old, now);
  }

  /** What takes long varies less, and time is short. */
  private static int rounds(double cost) {
    return cost > LONG ? 1 : cost > SHORT ? 2 : 3;
  }

  @Override
  public void close() throws SQLException {
    try (var one = before.connection();
        var other = after.connection()) {
      one.rollback();
      other.rollback();
    }
  }
}
