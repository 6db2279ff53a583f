package dev.proven.postgres.hint;

import dev.proven.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/** Whether a server obeys hints, which takes the extension pg_hint_plan. */
enum HintPlan {
  /** Every new session of this role in this database loads it. */
  OBEYED(""),
  /** It loads, and is told not to look for hints. */
  SWITCHED_OFF(
      "pg_hint_plan is loaded and switched off here: pg_hint_plan.enable_hint has to be on."),
  /** Its files are there. */
  NOT_LOADED(
      "pg_hint_plan is installed on the server and not loaded by sessions: as a superuser, ALTER"
          + " DATABASE ... SET session_preload_libraries = 'pg_hint_plan', and connect anew."),
  /** Its files are not there. */
  NOT_INSTALLED(
      "pg_hint_plan is not installed on the server: install its package there (such as"
          + " postgresql-NN-pg-hint-plan of apt.postgresql.org), then have sessions load it by"
          + " session_preload_libraries.");

  private final String lacking;

  HintPlan(String lacking) {
    this.lacking = lacking;
  }

  /** What would be needed; empty where nothing is. */
  String lacking() {
    return lacking;
  }

  /** As a session that was just opened sees it; nothing is loaded for the sake of it. */
  static HintPlan of(Connection connection) throws SQLException {
    var enabled = Sql.text(connection, "SELECT current_setting('pg_hint_plan.enable_hint', true)");
    if (enabled.isPresent() && !enabled.get().isEmpty()) {
      return enabled.get().equals("on") && isLoaded(connection) ? OBEYED : notOn(connection);
    }
    return isInstalled(connection) ? NOT_LOADED : NOT_INSTALLED;
  }

  /** A value alone may have been set without the library: only what a library defines is listed. */
  private static boolean isLoaded(Connection connection) throws SQLException {
    return Sql.isTrue(
        connection,
        "SELECT EXISTS (SELECT FROM pg_settings WHERE name = 'pg_hint_plan.enable_hint')");
  }

  private static HintPlan notOn(Connection connection) throws SQLException {
    if (isLoaded(connection)) {
      return SWITCHED_OFF;
    }
    return isInstalled(connection) ? NOT_LOADED : NOT_INSTALLED;
  }

  private static boolean isInstalled(Connection connection) throws SQLException {
    return Sql.isTrue(
        connection,
        "SELECT EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pg_hint_plan')");
  }
}
