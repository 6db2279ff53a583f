package dev.proven.postgres.setting;

import dev.proven.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * What a server has counted while it worked: this database's temporary files and page reads, and
 * the whole server's checkpoints and log.
 *
 * @param temporaryFiles written by statements of this database
 * @param temporaryBytes in them
 * @param hits pages found in shared buffers
 * @param reads pages asked of the system
 * @param checkpointsDue begun because their time had come
 * @param checkpointsForced begun because the log had grown to max_wal_size, or somebody asked
 * @param logBytes written into the log since its counters were reset; 0 before version 14
 * @param wholePages written into the log as a whole, because they were changed for the first time
 *     after a checkpoint; 0 before version 14
 * @param buffersFull how often the log's buffers were full; 0 before version 14
 */
record Counters(
    long temporaryFiles,
    long temporaryBytes,
    long hits,
    long reads,
    long checkpointsDue,
    long checkpointsForced,
    long logBytes,
    long wholePages,
    long buffersFull) {
  private static final long FEWEST_PAGES = 10_000;

  static Counters read(Connection connection, int majorVersion) throws SQLException {
    var database = "SELECT %s FROM pg_stat_database WHERE datname = current_database()";
    var checkpoints =
        majorVersion >= 17
            ? "SELECT num_%s FROM pg_stat_checkpointer"
            : "SELECT checkpoints_%s FROM pg_stat_bgwriter";
    boolean log = majorVersion >= 14;
    return new Counters(
        one(connection, database, "temp_files"),
        one(connection, database, "temp_bytes"),
        one(connection, database, "blks_hit"),
        one(connection, database, "blks_read"),
        one(connection, checkpoints, "timed"),
        one(connection, checkpoints, majorVersion >= 17 ? "requested" : "req"),
        log ? one(connection, "SELECT %s FROM pg_stat_wal", "wal_bytes::bigint") : 0,
        log ? one(connection, "SELECT %s FROM pg_stat_wal", "wal_fpi") : 0,
        log ? one(connection, "SELECT %s FROM pg_stat_wal", "wal_buffers_full") : 0);
  }

  private static long one(Connection connection, String query, String column) throws SQLException {
    return Sql.number(connection, query.replace("%s", column));
  }

  /** Whether enough pages were asked for to say how many were found. */
  boolean saysHitRate() {
    return hits + reads >= FEWEST_PAGES;
  }

  /** The share of pages that were found in shared buffers. */
  double hitRate() {
    return (double) hits / Math.max(1, hits + reads);
  }
}
