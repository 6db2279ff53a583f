package dev.proven.postgres.apply;

import dev.proven.core.apply.Enactment;
import dev.proven.postgres.CountedSince;
import dev.proven.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * How often a server in use has used an index. It was proposed on a copy's evidence, and a copy
 * counts from zero.
 *
 * @param scans that were counted, over all parts of a partitioned one
 * @param last when the last of them was; empty where there is none or the server does not tell
 * @param since when it has counted
 */
record IndexUse(long scans, String last, CountedSince since) {
  private static final int TELLS_THE_LAST = 16;

  static IndexUse of(Connection connection, long index, int version) throws SQLException {
    var last =
        version >= TELLS_THE_LAST ? "to_char(max(last_idx_scan), 'YYYY-MM-DD HH24:MI')" : "NULL";
    var since = CountedSince.read(connection);
    return Sql.list(
            connection,
            r -> new IndexUse(r.getLong(1), r.getString(2), since),
            "SELECT coalesce(sum(idx_scan), 0)::bigint, coalesce("
                + last
                + ", '') FROM pg_stat_user_indexes WHERE indexrelid = ?::oid OR indexrelid IN"
                + " (SELECT relid FROM pg_partition_tree(?::oid::regclass))",
            index,
            index)
        .stream()
        .findFirst()
        .orElse(new IndexUse(0, "", since));
  }

  boolean isCounted() {
    return scans > 0;
  }

  /**
   * Why it stays.
   *
   * @param index quoted, with its schema
   */
  Enactment.Refused refused(String index) {
    return new Enactment.Refused(
        index + " was proposed because nobody was known to use it. " + inWords(),
        "It stays. Whoever is sure that it may go all the same names its proposal behind the run.");
  }

  /** One sentence. */
  String inWords() {
    if (isCounted()) {
      return "This server has used it %,d times %s%s."
          .formatted(scans, since.words(), last.isEmpty() ? "" : ", the last time at " + last);
    }
    return since.isAtLeast(CountedSince.ENOUGH)
        ? "This server has not used it " + since.words() + "; replicas count for themselves."
        : "This server has not used it, but it counts only "
            + since.words()
            + ": too short a time"
            + " to tell.";
  }
}
