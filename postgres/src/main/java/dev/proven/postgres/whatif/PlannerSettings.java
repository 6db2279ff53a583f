package dev.proven.postgres.whatif;

import dev.proven.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/** The settings of a session that decide what the planner does. */
final class PlannerSettings {
  private static final String SETTINGS =
      """
      SELECT s.name, current_setting(s.name) FROM pg_settings s
      WHERE s.category LIKE 'Query Tuning%' OR s.name IN (
        'work_mem', 'hash_mem_multiplier', 'temp_buffers', 'DateStyle', 'IntervalStyle',
        'TimeZone', 'max_parallel_workers_per_gather', 'max_parallel_workers',
        'parallel_leader_participation', 'transform_null_equals', 'array_nulls',
        'standard_conforming_strings', 'default_text_search_config', 'xmloption', 'bytea_output')
      """;

  /** Names that settings have got since. */
  private static final Map<String, String> RENAMED =
      Map.of("force_parallel_mode", "debug_parallel_query");

  private PlannerSettings() {}

  /** Those of this session, with the schemas that it searches. */
  static Map<String, String> read(Connection connection) throws SQLException {
    var settings = new TreeMap<String, String>();
    Sql.list(connection, r -> settings.put(r.getString(1), r.getString(2)), SETTINGS);
    var path =
        Sql.text(
            connection,
            "SELECT string_agg(quote_ident(s), ', ') FROM unnest(current_schemas(false)) s");
    settings.put("search_path", path.orElse("pg_catalog"));
    return settings;
  }

  /** Gives them to another session of version 18; one that it does not know is left out. */
  static void write(Connection connection, Map<String, String> settings, LeftOut leftOut) {
    settings.forEach((name, value) -> {
      try {
        Sql.text(
            connection, "SELECT set_config(?, ?, false)", RENAMED.getOrDefault(name, name), value);
      } catch (SQLException e) {
        leftOut.add("setting " + name, String.valueOf(e.getMessage()));
      }
    });
  }
}
