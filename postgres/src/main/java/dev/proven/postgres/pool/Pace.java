package dev.proven.postgres.pool;

import dev.proven.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/**
 * How fast an application connects and works, from the server's counters of a database.
 *
 * @param seconds that went by
 * @param sessions that began
 * @param transactions that ended
 * @param connected seconds that the sessions which ended had lasted, all together
 */
record Pace(double seconds, double sessions, double transactions, double connected) {
  static final Pace NONE = new Pace(0, 0, 0, 0);

  private static final String COUNTERS =
      """
      SELECT extract(epoch FROM clock_timestamp()), sessions, xact_commit + xact_rollback,
        session_time / 1000,
        extract(epoch FROM clock_timestamp() - coalesce(stats_reset, pg_postmaster_start_time()))
      FROM pg_stat_database WHERE datname = current_database()
      """;

  /** A reading of the counters: the time, and what they show since they were set to zero. */
  record Reading(double time, Pace sinceReset) {
    Pace since(Reading earlier) {
      return new Pace(
          time - earlier.time,
          sinceReset.sessions - earlier.sinceReset.sessions,
          sinceReset.transactions - earlier.sinceReset.transactions,
          sinceReset.connected - earlier.sinceReset.connected);
    }
  }

  /** The counters as they stand; sessions are counted from PostgreSQL 14 on. */
  static Reading read(Connection connection) throws SQLException {
    List<Reading> rows =
        Sql.list(
            connection,
            r ->
                new Reading(
                    r.getDouble(1),
                    new Pace(r.getDouble(5), r.getDouble(2), r.getDouble(3), r.getDouble(4))),
            COUNTERS);
    return rows.getFirst();
  }

  double sessionsPerSecond() {
    return seconds > 0 ? sessions / seconds : 0;
  }

  double transactionsPerSecond() {
    return seconds > 0 ? transactions / seconds : 0;
  }

  double transactionsPerSession() {
    return sessions > 0 ? transactions / sessions : Double.POSITIVE_INFINITY;
  }

  /** Sessions at once, on average, by Little's law. */
  double atOnce() {
    return seconds > 0 ? connected / seconds : 0;
  }

  /** In words, such as {@code 118 sessions a second with 1.1 transactions each}. */
  String words() {
    return String.format(
        Locale.ROOT,
        "%.1f sessions a second with %s transactions each, %.1f transactions a second",
        sessionsPerSecond(),
        sessions > 0 ? String.format(Locale.ROOT, "%.1f", transactionsPerSession()) : "no",
        transactionsPerSecond());
  }
}
