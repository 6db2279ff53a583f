package dev.proven.postgres.index;

import dev.proven.core.Json;
import dev.proven.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Asks the planner how it would run a statement; nothing is executed. */
public final class Explainer {
  private static final String EXPLAIN = "EXPLAIN (VERBOSE, FORMAT JSON) ";

  private final Connection connection;

  /** In a session of the caller's. */
  public Explainer(Connection connection) {
    this.connection = connection;
  }

  /** Makes the session's plans those of one process, as they are where CPU time is measured. */
  public static void plainPlans(Connection connection) throws SQLException {
    Sql.set(connection, "max_parallel_workers_per_gather", "0");
  }

  /**
   * The plan of one statement as it will be executed, with its literals.
   *
   * @throws SQLException if the server cannot plan it
   */
  public PlanNode explain(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      try (var result = statement.executeQuery(EXPLAIN + sql)) {
        result.next();
        var json = Json.mapper().readTree(result.getString(1));
        return PlanNode.of(json.path(0).path("Plan"));
      }
    }
  }
}
