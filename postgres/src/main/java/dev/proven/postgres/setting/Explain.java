package dev.proven.postgres.setting;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.Json;
import dev.proven.core.experiment.Part;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.SentTexts;
import dev.proven.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Asks one session's planner how it would execute statements, under its own settings or others for
 * a moment, and lets a copy execute them. Everything is rolled back.
 */
final class Explain implements AutoCloseable {
  private static final String PLAN = "EXPLAIN (VERBOSE, FORMAT JSON) ";

  private final SentTexts texts;
  private final Connection connection;

  private Explain(SentTexts texts, Connection connection) {
    this.texts = texts;
    this.connection = connection;
  }

  /** A session whose plans are those of one process, as they are where CPU time is measured. */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // the connection is this object's, which closes it
  static Explain on(PostgresTarget target) throws SQLException {
    var connection = target.connect();
    try {
      Sql.execute(
          connection, "SET max_parallel_workers_per_gather = 0; SET statement_timeout = '60s'");
      connection.setAutoCommit(false);
      return new Explain(target.texts(), connection);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** Plans of those parts that the server can plan, by part id, in their order. */
  Map<String, Plan> plans(List<Part> parts, Map<String, String> settings) throws SQLException {
    var plans = new LinkedHashMap<String, Plan>();
    set(settings);
    for (var part : parts) {
      var savepoint = connection.setSavepoint();
      try {
        plans.put(part.id(), ask(PLAN, part));
      } catch (SQLException e) {
        connection.rollback(savepoint);
      }
    }
    connection.rollback();
    return plans;
  }

  /** The plans under the session's own settings. */
  Map<String, Plan> plans(List<Part> parts) throws SQLException {
    return plans(parts, new TreeMap<>());
  }

  /**
   * Executes a part.
   *
   * @param seconds after which it is cut off
   * @param timing whether the server shall look at its clock for every node
   * @throws SQLException if it was cut off, or fails
   */
  Plan execute(Part part, double seconds, boolean timing) throws SQLException {
    try {
      limit(seconds);
      var clock = timing ? "ON" : "OFF";
      return ask("EXPLAIN (ANALYZE, BUFFERS, TIMING " + clock + ", FORMAT JSON) ", part);
    } finally {
      connection.rollback();
    }
  }

  private void limit(double seconds) throws SQLException {
    Sql.execute(connection, "SET LOCAL statement_timeout = " + Math.round(1000 * seconds));
  }

  private void set(Map<String, String> settings) throws SQLException {
    for (var setting : settings.entrySet()) {
      Sql.text(connection, "SELECT set_config(?, ?, true)", setting.getKey(), setting.getValue());
    }
  }

  private Plan ask(String explain, Part part) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      try (var result = statement.executeQuery(explain + texts.of(part.text()))) {
        result.next();
        return Plan.of(Json.mapper().readTree(result.getString(1)));
      }
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
