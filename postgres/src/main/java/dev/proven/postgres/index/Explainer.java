package dev.proven.postgres.index;

import dev.proven.core.Json;
import dev.proven.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Pattern;

/** Asks the planner how it would run a statement; nothing is executed. */
final class Explainer {
  private static final String EXPLAIN = "EXPLAIN (VERBOSE, FORMAT JSON) ";
  private static final Pattern QUOTED_OR_COMMENT =
      Pattern.compile("'(?:[^']|'')*'|\"[^\"]*\"|--[^\n]*|/\\*.*?\\*/", Pattern.DOTALL);
  private static final Pattern PARAMETER = Pattern.compile("\\$(\\d+)\\b");

  private final Connection connection;

  Explainer(Connection connection) {
    this.connection = connection;
  }

  /** Makes the session's plans those of one process, as they are where CPU time is measured. */
  static void plainPlans(Connection connection) throws SQLException {
    Sql.execute(connection, "SET max_parallel_workers_per_gather = 0");
  }

  /**
   * The plan of one statement. One with parameters ({@code $1}) gets the generic plan.
   *
   * @throws SQLException if the server cannot plan it
   */
  PlanNode explain(String sql) throws SQLException {
    int parameters = parameters(sql);
    return parameters == 0 ? plan(EXPLAIN + sql) : generic(sql, parameters);
  }

  private PlanNode plan(String explain) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      try (var result = statement.executeQuery(explain)) {
        result.next();
        var json = Json.mapper().readTree(result.getString(1));
        return PlanNode.of(json.path(0).path("Plan"));
      }
    }
  }

  private PlanNode generic(String sql, int parameters) throws SQLException {
    String mode = Sql.text(connection, "SELECT current_setting('plan_cache_mode')").orElse("auto");
    Sql.execute(connection, "PREPARE proven_explain AS " + sql);
    try {
      Sql.execute(connection, "SET plan_cache_mode = force_generic_plan");
      String nulls = String.join(", ", java.util.Collections.nCopies(parameters, "NULL"));
      return plan(EXPLAIN + "EXECUTE proven_explain(" + nulls + ")");
    } finally {
      Sql.execute(connection, "SET plan_cache_mode = " + mode);
      Sql.execute(connection, "DEALLOCATE proven_explain");
    }
  }

  /** The highest parameter number outside of literals and comments; 0 where there is none. */
  static int parameters(String sql) {
    var bare = QUOTED_OR_COMMENT.matcher(sql).replaceAll(" ");
    return PARAMETER
        .matcher(bare)
        .results()
        .mapToInt(m -> Integer.parseInt(m.group(1)))
        .max()
        .orElse(0);
  }
}
