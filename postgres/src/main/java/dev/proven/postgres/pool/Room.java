package dev.proven.postgres.pool;

import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * How many connections a server has for an application.
 *
 * @param most of the server: max_connections
 * @param open to this role and database, others' not taken off
 * @param others that are in use by somebody else
 */
record Room(int most, int open, int others) {
  private static final String OPEN =
      """
      SELECT least(
        current_setting('max_connections')::int - CASE WHEN r.rolsuper THEN 0 ELSE
          current_setting('superuser_reserved_connections')::int
          + coalesce(current_setting('reserved_connections', true), '0')::int END,
        CASE WHEN r.rolsuper OR r.rolconnlimit < 0 THEN 1000000 ELSE r.rolconnlimit END,
        CASE WHEN r.rolsuper OR d.datconnlimit < 0 THEN 1000000 ELSE d.datconnlimit END)
      FROM pg_roles r, pg_database d
      WHERE r.rolname = current_user AND d.datname = current_database()
      """;

  /** Sessions of clients that are not this run's; what may not be seen of them is not needed. */
  static final String OTHERS =
      " FROM pg_stat_activity WHERE usesysid IS NOT NULL AND pid <> pg_backend_pid()"
          + " AND NOT starts_with(coalesce(application_name, ''), ?)";

  static Room of(PostgresTarget target, Connection connection) throws SQLException {
    int most = (int) Sql.number(connection, "SELECT current_setting('max_connections')");
    int open = (int) Sql.number(connection, OPEN);
    int others = (int) Sql.number(connection, "SELECT count(*)" + OTHERS, ours(target));
    return new Room(most, open, others);
  }

  /** How the application names of this run begin. */
  static String ours(PostgresTarget target) {
    return "proven/" + target.runId();
  }

  /** What is left for the clients of an experiment; one is kept for looking. */
  int free() {
    return Math.max(1, open - others - 1);
  }
}
