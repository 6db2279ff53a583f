package dev.proven.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Since when a database has counted what is done in it, as far as that can be told: from the last
 * reset, or where there was none from the oldest time among what was counted.
 *
 * @param words such as {@code since 2026-11-23 09:00}
 * @param seconds since then, at least; 0 where nothing tells
 */
public record CountedSince(String words, double seconds) {
  /** What was counted in less may have missed a day's work. */
  public static final Duration ENOUGH = Duration.ofDays(1);

  /** Relations that all databases share are counted elsewhere. */
  private static final String QUERY =
      """
      SELECT CASE WHEN d.stats_reset IS NULL THEN 'at least ' ELSE '' END
        || 'since ' || to_char(t.time, 'YYYY-MM-DD HH24:MI'),
        extract(epoch FROM now() - t.time)::float8
      FROM pg_stat_database d, LATERAL (SELECT coalesce(d.stats_reset, (
        SELECT min(least(s.last_vacuum, s.last_autovacuum, s.last_analyze, s.last_autoanalyze))
        FROM pg_stat_all_tables s JOIN pg_class c ON c.oid = s.relid
        WHERE NOT c.relisshared)) AS time) t
      WHERE d.datname = current_database() AND t.time IS NOT NULL
      """;

  /** Of the database that is connected to. */
  public static CountedSince read(Connection connection) throws SQLException {
    return Sql.list(connection, r -> new CountedSince(r.getString(1), r.getDouble(2)), QUERY)
        .stream()
        .findFirst()
        .orElse(new CountedSince("since its statistics began, which it does not tell", 0));
  }

  /** Whether it has counted for so long for certain. */
  public boolean isAtLeast(Duration time) {
    return seconds >= time.toSeconds();
  }
}
