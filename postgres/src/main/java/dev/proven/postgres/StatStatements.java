package dev.proven.postgres;

import dev.proven.core.Problem;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The server's own record of what it executed: the extension pg_stat_statements. */
final class StatStatements {
  /**
   * A statement as it was recorded, with all its users taken together.
   *
   * @param queryId its number
   * @param text with {@code $1} for each constant; null where the server lost it
   * @param calls how often it was executed
   * @param seconds in all
   */
  record Recorded(long queryId, @Nullable String text, double calls, double seconds) {}

  private static final String OR_A_FILE =
      " Or give the statements in a file or the server's log with --workload FILE.";

  private StatStatements() {}

  /** The costliest statements of this database, the costliest first. */
  static List<Recorded> costliest(PostgresTarget target, Connection connection, int limit)
      throws SQLException {
    var view = Sql.identifier(schema(target, connection), "pg_stat_statements");
    try {
      return Sql.list(
          connection,
          r -> new Recorded(r.getLong(1), r.getString(2), r.getDouble(3), r.getDouble(4) / 1000),
          query(connection, view, limit));
    } catch (SQLException e) {
      throw unreadable(target, e);
    }
  }

  /**
   * The schema that the extension is in.
   *
   * @throws Problem usage, where it is not there or the role may not read all of it
   */
  static String schema(PostgresTarget target, Connection connection) throws SQLException {
    var schema =
        Sql.text(
                connection,
                "SELECT n.nspname FROM pg_extension e JOIN pg_namespace n"
                    + " ON n.oid = e.extnamespace WHERE e.extname = 'pg_stat_statements'")
            .orElseThrow(() -> missing(target));
    checkMayRead(target, connection, "pg_stat_statements");
    return schema;
  }

  /** Else a view that shows what others execute would show less, and say nothing. */
  static void checkMayRead(PostgresTarget target, Connection connection, String view)
      throws SQLException {
    if (!Sql.isTrue(connection, "SELECT pg_has_role(current_user, 'pg_read_all_stats', 'USAGE')")) {
      throw notAllowed(target, view);
    }
  }

  /** The extension keeps the columns it was created with until somebody updates it. */
  private static String query(Connection connection, String view, int limit) throws SQLException {
    var time = has(connection, view, "total_exec_time") ? "total_exec_time" : "total_time";
    var top = has(connection, view, "toplevel") ? " AND toplevel" : "";
    return "SELECT queryid, min(query), sum(calls), sum("
        + time
        + ") FROM "
        + view
        + " WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())"
        + top
        + " AND coalesce(query, '') NOT LIKE '%"
        + Sql.MARK
        + "%' AND coalesce(query, '') !~ '"
        + Sql.OWN_UTILITY
        + "'"
        + " GROUP BY queryid ORDER BY 4 DESC LIMIT "
        + limit;
  }

  static boolean has(Connection connection, String view, String column) throws SQLException {
    return Sql.isTrue(
        connection,
        "SELECT EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass(?)"
            + " AND attname = ?)",
        view,
        column);
  }

  private static Problem missing(PostgresTarget target) {
    return Problem.usage(
        "The extension pg_stat_statements is not in " + target.name() + ".",
        "Add pg_stat_statements to shared_preload_libraries, restart the server, execute CREATE"
            + " EXTENSION pg_stat_statements; in the database, and let it watch the usual work."
            + OR_A_FILE);
  }

  private static Problem notAllowed(PostgresTarget target, String view) {
    var role = target.address().user();
    return Problem.usage(
        "Role " + role + " may not read the statements of others in " + view + ".",
        "As a superuser: GRANT pg_read_all_stats TO " + Sql.identifier(role) + ";" + OR_A_FILE);
  }

  static Problem unreadable(PostgresTarget target, SQLException e) {
    return Problem.usage(
            "pg_stat_statements of " + target.name() + " cannot be read: " + SqlScript.reason(e),
            "Add it to shared_preload_libraries and restart the server; to a role without the right"
                + " GRANT SELECT on the view."
                + OR_A_FILE)
        .causedBy(e);
  }
}
