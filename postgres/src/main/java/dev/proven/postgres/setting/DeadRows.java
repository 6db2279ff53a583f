package dev.proven.postgres.setting;

import dev.proven.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Rows of a large table that are dead and were not yet taken away, as the server has counted them.
 *
 * @param table schema and name
 * @param live rows
 * @param dead rows
 * @param vacuumed when autovacuum was last done with it, in words
 */
record DeadRows(String table, long live, long dead, String vacuumed) {
  private static final int MOST = 5;

  /** A smaller table is vacuumed in no time, whatever the settings are. */
  private static final String QUERY =
      """
      SELECT schemaname || '.' || relname, n_live_tup, n_dead_tup,
        coalesce(to_char(last_autovacuum, 'YYYY-MM-DD'), 'never')
      FROM pg_stat_user_tables
      WHERE n_live_tup >= 100000 AND n_dead_tup >= 0.1 * n_live_tup
      ORDER BY n_dead_tup DESC, 1 LIMIT %d
      """
          .formatted(MOST);

  /** Of the tables of which a tenth is dead and more, the most first. */
  static List<DeadRows> read(Connection connection) throws SQLException {
    return Sql.list(
        connection,
        r -> new DeadRows(r.getString(1), r.getLong(2), r.getLong(3), r.getString(4)),
        QUERY);
  }

  /** A sentence for people. */
  String sentence() {
    return "%s has %,d dead rows beside %,d that live; autovacuum was last done with it: %s."
        .formatted(table, dead, live, vacuumed);
  }
}
