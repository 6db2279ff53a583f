package dev.proven.postgres.setting;

import dev.proven.core.CostedWorkload;
import dev.proven.core.experiment.Part;
import dev.proven.postgres.SentTexts;
import dev.proven.postgres.Sql;
import dev.proven.postgres.index.Stopwatch;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * A quick look at what a value does: the statements that it touches, with and without it in turns,
 * the best of a few runs. It explores; nothing here is told as a gain.
 */
final class ValueTrial {
  private static final double SHORT = 0.1;
  private static final double LONG = 0.4;
  private static final double LEAST_SECONDS = 0.002;

  private final SentTexts texts;
  private final Connection connection;
  private final Stopwatch stopwatch;
  private final CostedWorkload costed;

  /** In a session of the copy, which is set up as those that measure. */
  ValueTrial(SentTexts texts, Connection connection, CostedWorkload costed) throws SQLException {
    this.texts = texts;
    this.connection = connection;
    this.costed = costed;
    Sql.execute(connection, "SET max_parallel_workers_per_gather = 0");
    this.stopwatch = new Stopwatch(connection);
    connection.setAutoCommit(false);
  }

  /**
   * Seconds of one execution.
   *
   * @param before by part id, as it stands
   * @param after by part id, with the value
   */
  record Outcome(Map<String, Double> before, Map<String, Double> after) {
    double before(String part) {
      return before.getOrDefault(part, 0.0);
    }

    /** How many times as long a part takes; 1 where the difference is too small to see. */
    double ratio(String part) {
      double now = after.getOrDefault(part, before(part));
      return Math.abs(now - before(part)) > LEAST_SECONDS ? now / before(part) : 1;
    }

    double seconds(boolean with) {
      return (with ? after : before).values().stream().mapToDouble(Double::doubleValue).sum();
    }
  }

  /** Tries one value on some parts. */
  Outcome of(SetForSessions value, Collection<String> parts) throws SQLException {
    var before = new TreeMap<String, Double>();
    var after = new TreeMap<String, Double>();
    for (var id : parts) {
      var part = costed.workload().part(id);
      double cost = costed.seconds().getOrDefault(id, 0.0);
      for (int round = 0; round < rounds(cost); round++) {
        before.merge(id, seconds(part, cost), Math::min);
        set(value);
        after.merge(id, seconds(part, cost), Math::min);
        connection.rollback();
      }
    }
    return new Outcome(before, after);
  }

  /** What takes long varies less, and time is short. */
  private static int rounds(double cost) {
    return cost > LONG ? 1 : cost > SHORT ? 2 : 3;
  }

  private void set(SetForSessions value) throws SQLException {
    Sql.text(connection, "SELECT set_config(?, ?, true)", value.setting(), value.value());
  }

  /** Cut off and counted at the limit where it takes much longer than it did. */
  private double seconds(Part part, double cost) throws SQLException {
    double limit = 3 * cost + 0.5;
    Sql.execute(connection, "SET LOCAL statement_timeout = " + Math.round(1000 * limit));
    var savepoint = connection.setSavepoint();
    try {
      return stopwatch.seconds(texts.of(part.text()), limit);
    } finally {
      connection.rollback(savepoint);
    }
  }
}
