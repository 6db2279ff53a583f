package dev.proven.postgres;

import dev.proven.core.Progress;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The settings that a database gives its sessions. They belong to its name and are not copied with
 * it, so each session of a clone gets them again, as far as its role may set them.
 */
final class DatabaseSettings {
  /** In pg_settings they are plain, where pg_db_role_setting would have to be taken apart. */
  private static final String GIVEN =
      "SELECT name, setting FROM pg_settings WHERE source IN ('database', 'database user')";

  /** Heeded only while a session begins; set later they change nothing. */
  private static final Set<String> AT_THE_BEGINNING =
      Set.of("session_preload_libraries", "local_preload_libraries");

  /**
   * Only a superuser may set it; it is fixed when the session begins; another version does not know
   * it, or not that value.
   */
  private static final Set<String> NOT_SETTABLE = Set.of("42501", "55P02", "42704", "22023");

  /** What plans follow from, and what a session of another server may have otherwise. */
  private static final String PLANNING =
      """
      SELECT name, setting FROM pg_settings
      WHERE context = 'user' AND (category LIKE 'Query Tuning%' OR name IN ('work_mem',
        'hash_mem_multiplier', 'temp_buffers', 'search_path', 'DateStyle', 'IntervalStyle',
        'TimeZone', 'default_text_search_config', 'bytea_output', 'xmloption'))
      """;

  private DatabaseSettings() {}

  /**
   * Those of the target for sessions of what stands in for it, with all that plans follow from.
   *
   * @param source a session of what stands in
   */
  static SortedMap<String, String> forStandIn(
      Connection target, Connection source, Progress progress) throws SQLException {
    var given = new TreeMap<String, String>();
    Sql.list(target, r -> given.put(r.getString(1), r.getString(2)), PLANNING);
    Sql.list(target, r -> given.put(r.getString(1), r.getString(2)), GIVEN);
    return settable(given, source, progress);
  }

  /** Those that this role can set; the others are named to the user, once. */
  static SortedMap<String, String> read(Connection connection, Progress progress)
      throws SQLException {
    var given = new TreeMap<String, String>();
    Sql.list(connection, r -> given.put(r.getString(1), r.getString(2)), GIVEN);
    return settable(given, connection, progress);
  }

  private static SortedMap<String, String> settable(
      Map<String, String> given, Connection connection, Progress progress) throws SQLException {
    var settings = new TreeMap<String, String>();
    var left = new ArrayList<String>();
    for (var setting : given.entrySet()) {
      var name = setting.getKey();
      if (AT_THE_BEGINNING.contains(name) || !canSet(connection, name, setting.getValue())) {
        left.add(name);
      } else {
        settings.put(name, setting.getValue());
      }
    }
    if (!left.isEmpty()) {
      progress.note(
          "The database sets "
              + String.join(", ", left)
              + " for its sessions; this role cannot set that in a clone, so neither clone has it.");
    }
    return settings;
  }

  /** By setting it to what it is: privileges can be granted setting by setting. */
  private static boolean canSet(Connection connection, String name, String value)
      throws SQLException {
    try {
      Sql.text(connection, "SELECT set_config(?, ?, false)", name, value);
      return true;
    } catch (SQLException e) {
      if (NOT_SETTABLE.contains(String.valueOf(e.getSQLState()))) {
        return false;
      }
      throw e;
    }
  }
}
