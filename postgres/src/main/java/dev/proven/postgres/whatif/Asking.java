package dev.proven.postgres.whatif;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Plans many statements in one session. */
final class Asking {
  private Asking() {}

  /**
   * The plans by the statements' ids.
   *
   * @param names of the added indexes as plans show them
   */
  static Map<String, Planned> plans(
      Connection connection, Map<String, String> statements, Map<String, IndexDefinition> names) {
    var plans = new LinkedHashMap<String, Planned>();
    statements.forEach((id, sql) -> plans.put(id, plan(connection, sql, names)));
    return plans;
  }

  private static Planned plan(
      Connection connection, String sql, Map<String, IndexDefinition> names) {
    try {
      return Planned.Plan.of(Explain.plan(connection, sql), names);
    } catch (SQLException e) {
      return new Planned.Refused(
          String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason was given"));
    }
  }
}
