package dev.proven.postgres.rewrite;

import dev.proven.core.Json;
import dev.proven.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import tools.jackson.databind.JsonNode;

/** Asks the server how it would run a query; nothing is executed. */
final class Planner {
  private final Connection connection;

  Planner(Connection connection) {
    this.connection = connection;
  }

  /** Plans as they are where CPU time is measured, and patience for no more than planning. */
  static void prepare(Connection connection) throws SQLException {
    Sql.execute(
        connection, "SET max_parallel_workers_per_gather = 0; SET statement_timeout = '30s'");
  }

  /** The plan with all its expressions. */
  JsonNode plan(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      try (var result = statement.executeQuery("EXPLAIN (VERBOSE, FORMAT JSON) " + sql)) {
        result.next();
        return Json.mapper().readTree(result.getString(1)).path(0).path("Plan");
      }
    }
  }

  /** What the planner takes it to cost, in units of its own. */
  static double cost(JsonNode plan) {
    return plan.path("Total Cost").asDouble();
  }
}
