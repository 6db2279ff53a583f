package dev.proven.postgres.whatif;

import dev.proven.core.Json;
import dev.proven.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import tools.jackson.databind.JsonNode;

/** Asks the planner of a session how it would run a statement; nothing is executed. */
public final class Explain {
  private static final String EXPLAIN = "EXPLAIN (VERBOSE, FORMAT JSON) ";

  private Explain() {}

  /**
   * The top node of a statement's plan. One with parameters ({@code $1}) gets the generic plan.
   *
   * @throws SQLException if the server cannot plan it
   */
  public static JsonNode plan(Connection connection, String sql) throws SQLException {
    int parameters = Sql.parameters(sql);
    return parameters == 0
        ? explain(connection, EXPLAIN + sql)
        : generic(connection, sql, parameters);
  }

  private static JsonNode explain(Connection connection, String explain) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      try (var result = statement.executeQuery(explain)) {
        result.next();
        return Json.mapper().readTree(result.getString(1)).path(0).path("Plan");
      }
    }
  }

  private static JsonNode generic(Connection connection, String sql, int parameters)
      throws SQLException {
    String mode = Sql.text(connection, "SELECT current_setting('plan_cache_mode')").orElse("auto");
    Sql.execute(connection, "PREPARE proven_explain AS " + sql);
    try {
      Sql.execute(connection, "SET plan_cache_mode = force_generic_plan");
      String nulls = String.join(", ", Collections.nCopies(parameters, "NULL"));
      return explain(connection, EXPLAIN + "EXECUTE proven_explain(" + nulls + ")");
    } finally {
      Sql.execute(connection, "SET plan_cache_mode = " + mode);
      Sql.execute(connection, "DEALLOCATE proven_explain");
    }
  }
}
