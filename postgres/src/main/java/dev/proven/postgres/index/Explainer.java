package dev.proven.postgres.index;

import dev.proven.core.Json;
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
    String mode = set("SELECT current_setting('plan_cache_mode')");
    run("PREPARE proven_explain AS " + sql);
    try {
      run("SET plan_cache_mode = force_generic_plan");
      String nulls = String.join(", ", java.util.Collections.nCopies(parameters, "NULL"));
      return plan(EXPLAIN + "EXECUTE proven_explain(" + nulls + ")");
    } finally {
      run("SET plan_cache_mode = " + mode);
      run("DEALLOCATE proven_explain");
    }
  }

  private String set(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        var result = statement.executeQuery(query)) {
      result.next();
      return result.getString(1);
    }
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(sql);
    }
  }

  /** The highest parameter number outside of literals and comments; 0 where there is none. */
  static int parameters(String sql) {
    var bare = QUOTED_OR_COMMENT.matcher(sql).replaceAll(" ");
    return PARAMETER.matcher(bare).results().mapToInt(m -> Integer.parseInt(m.group(1))).max().orElse(0);
  }
}
