package dev.proven.postgres.apply;

import dev.proven.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * Transactions that a concurrent change of an index has to wait for: those that were open already
 * and hold a snapshot, a number or a lock on the table.
 */
final class InTheWay {
  private static final String WHO =
      """
      SELECT coalesce(nullif(a.application_name, ''), 'unnamed application') || ' as '
          || coalesce(a.usename, '?') || ' (pid ' || a.pid || ', ' || coalesce(a.state, '?')
          || ', for ' || round(extract(epoch FROM clock_timestamp() - a.xact_start)) || ' s)'
        FROM pg_stat_activity a
      """;

  /** The table and, where it is partitioned, all its partitions. */
  private static final String TREE =
      """
      WITH RECURSIVE tree AS (
        SELECT to_regclass(?)::oid AS oid
        UNION ALL
        SELECT h.inhrelid FROM tree t
        JOIN pg_class c ON c.oid = t.oid AND c.relkind = 'p'
        JOIN pg_inherits h ON h.inhparent = t.oid)
      """;

  private static final String LOCKING_OUT =
      TREE
          + WHO
          + """
            WHERE a.datname = current_database() AND EXISTS (
              SELECT FROM pg_locks l WHERE l.pid = a.pid AND l.granted
                AND l.mode = 'AccessExclusiveLock' AND l.relation IN (SELECT t.oid FROM tree t))
          """;

  private static final String QUERY =
      TREE
          + WHO
          + """
            WHERE a.datname = current_database() AND a.pid <> pg_backend_pid()
              AND clock_timestamp() - a.xact_start > make_interval(secs => ?)
              AND CASE WHEN EXISTS (
                  SELECT FROM pg_locks l WHERE l.pid = a.pid AND l.relation IN (SELECT t.oid FROM tree t))
                THEN a.backend_type = 'client backend' OR ?
                ELSE a.backend_type = 'client backend'
                  AND (a.backend_xid IS NOT NULL OR a.backend_xmin IS NOT NULL) END
          UNION ALL
          SELECT 'prepared transaction ' || quote_literal(p.gid) || ' of ' || p.owner || ' (for '
              || round(extract(epoch FROM clock_timestamp() - p.prepared)) || ' s)'
            FROM pg_prepared_xacts p
            WHERE p.database = current_database()
              AND clock_timestamp() - p.prepared > make_interval(secs => ?)
          """;

  private static final Duration PAUSE = Duration.ofMillis(200);

  private InTheWay() {}

  /**
   * Those that are in the way at this moment, each in words; an autovacuum as well, although it
   * mostly gives way.
   *
   * @param table quoted, with its schema
   */
  static List<String> now(Connection connection, String table) throws SQLException {
    return list(0, true, connection, table);
  }

  /** Those who keep even readers out of the table, each in words. */
  static List<String> lockingOut(Connection connection, String table) throws SQLException {
    return Sql.list(connection, r -> r.getString(1), LOCKING_OUT, table);
  }

  private static List<String> list(
      double seconds, boolean autovacuum, Connection connection, String table) throws SQLException {
    return Sql.list(connection, r -> r.getString(1), QUERY, table, seconds, autovacuum, seconds);
  }

  /** Waits until none is older than that, or that long; then those that are left. */
  static List<String> await(Duration age, Connection connection, String table)
      throws SQLException, InterruptedException {
    double seconds = age.toMillis() / 1000.0;
    long deadline = System.nanoTime() + age.toNanos();
    var left = list(seconds, false, connection, table);
    while (!left.isEmpty() && System.nanoTime() < deadline) {
      Thread.sleep(PAUSE);
      left = list(seconds, false, connection, table);
    }
    return left;
  }
}
