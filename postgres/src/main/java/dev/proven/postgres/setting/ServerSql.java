package dev.proven.postgres.setting;

import dev.proven.postgres.Sql;

/** What a person types to give a whole server a setting. */
final class ServerSql {
  static final String RELOAD = "SELECT pg_reload_conf();";
  static final String RESTART = "-- takes effect when the server is restarted";

  private ServerSql() {}

  /** One statement. */
  static String set(String setting, String value) {
    return "ALTER SYSTEM SET " + setting + " = " + Sql.literal(value) + ";";
  }
}
