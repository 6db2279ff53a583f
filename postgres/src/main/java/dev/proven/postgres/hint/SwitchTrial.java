package dev.proven.postgres.hint;

import dev.proven.postgres.Sql;
import dev.proven.postgres.index.Stopwatch;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A quick look at what a statement takes without something: executed with and without in turns, the
 * best of a few runs. It explores; nothing here is told as a gain.
 */
final class SwitchTrial {
  private static final double SHORT = 0.1;
  private static final double LONG = 0.4;

  /** Less is not worth a hint. */
  private static final double FASTER = 0.8;

  private static final double LEAST_SECONDS = 0.002;

  private final Connection connection;
  private final Stopwatch stopwatch;

  /** In a session of a copy, not in autocommit mode, that is set up as those that measure. */
  SwitchTrial(Connection connection) throws SQLException {
    this.connection = connection;
    this.stopwatch = new Stopwatch(connection);
  }

  /**
   * Seconds of one execution.
   *
   * @param before as it stands
   * @param after without; at least, where it was cut off
   */
  record Seen(double before, double after) {
    boolean isFaster() {
      return after < FASTER * before && before - after > LEAST_SECONDS;
    }

    double ratio() {
      return after / Math.max(before, 1e-9);
    }

    String inWords() {
      return String.format(
          Locale.ROOT,
          "in a quick trial on the copy it took %.3g s, without the hint %.3g s",
          after,
          before);
    }
  }

  /**
   * Tries one.
   *
   * @param cost seconds that the statement was measured to take
   */
  Seen of(String text, Switch without, double cost) throws SQLException {
    if (cost > 10 * LONG) {
      return new Seen(cost, seconds(text, without, cost));
    }
    double old = Double.MAX_VALUE;
    double now = Double.MAX_VALUE;
    double limit = 3 * cost + 0.5;
    for (int i = 0; i < (cost > LONG ? 1 : cost > SHORT ? 2 : 3); i++) {
      old = Math.min(old, seconds(text, null, limit));
      now = Math.min(now, seconds(text, without, limit));
    }
    return new Seen(old, now);
  }

  private double seconds(String text, @Nullable Switch without, double limit) throws SQLException {
    var savepoint = connection.setSavepoint();
    try {
      if (without != null) {
        Sql.text(connection, "SELECT set_config(?, 'off', true)", without.setting());
      }
      Sql.execute(connection, "SET LOCAL statement_timeout = " + Math.round(1000 * limit));
      return stopwatch.seconds(text, limit);
    } finally {
      connection.rollback(savepoint);
    }
  }
}
