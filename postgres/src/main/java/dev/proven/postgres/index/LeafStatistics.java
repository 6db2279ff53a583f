package dev.proven.postgres.index;

import dev.proven.postgres.Sql;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the statistics of its partitions tell of a column of a partitioned table. The table itself
 * has statistics only where somebody has called ANALYZE on it: the server does not do so by itself.
 *
 * @param distinct values, by estimate: those of a column that tells rows apart add up, and others
 *     are the same in every partition
 * @param width average bytes of a value
 * @param nulls share of the rows in which it is NULL
 * @param correlation of the order of values with that of rows within the partitions, 0 to 1
 */
record LeafStatistics(double distinct, double width, double nulls, double correlation) {
  private static final String READ =
      """
      SELECT t.root::bigint, s.attname,
        greatest(sum(CASE WHEN s.n_distinct < 0 THEN -s.n_distinct * t.rows END),
          max(CASE WHEN s.n_distinct >= 0 THEN s.n_distinct END), 0),
        sum(s.avg_width * t.rows) / sum(t.rows),
        sum(abs(coalesce(s.correlation, 0)) * t.rows) / sum(t.rows),
        sum(s.null_frac * t.rows) / sum(t.rows)
      FROM (
        SELECT r.oid AS root, n.nspname, c.relname, greatest(c.reltuples, 1)::float8 AS rows
        FROM pg_class r CROSS JOIN LATERAL pg_partition_tree(r.oid) p
        JOIN pg_class c ON c.oid = p.relid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE r.oid = ANY (?::bigint[]::oid[]) AND r.relkind = 'p' AND p.isleaf) t
      JOIN pg_stats s ON s.schemaname = t.nspname AND s.tablename = t.relname AND NOT s.inherited
      GROUP BY 1, 2
      """;

  /** Of partitioned tables by their numbers, by column. */
  static Map<Long, Map<String, LeafStatistics>> read(Connection connection, Array tables)
      throws SQLException {
    var found = new HashMap<Long, Map<String, LeafStatistics>>();
    Sql.list(
        connection,
        r ->
            found
                .computeIfAbsent(r.getLong(1), _ -> new HashMap<>())
                .put(
                    r.getString(2),
                    new LeafStatistics(
                        r.getDouble(3), r.getDouble(4), r.getDouble(6), r.getDouble(5))),
        READ,
        tables);
    return found;
  }

  /** The column with this in place of what is not known of the table as a whole. */
  static Column in(Column column, @Nullable LeafStatistics leaves, boolean known) {
    if (leaves == null) {
      return column;
    }
    return new Column(
        column.name(),
        column.type(),
        column.sortable(),
        column.prefixOrder(),
        known ? column.distinct() : leaves.distinct(),
        known ? column.width() : leaves.width(),
        known ? column.nulls() : leaves.nulls(),
        leaves.correlation());
  }
}
