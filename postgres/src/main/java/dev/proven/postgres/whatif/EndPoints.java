package dev.proven.postgres.whatif;

import dev.proven.postgres.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts two rows into each larger table of a twin: one with the least value of every column and one
 * with the largest. Where a condition reaches the end of what the statistics know, the planner
 * looks up the real end in an index, which matters for whatever grows, such as dates. The ends come
 * from the target's indexes where the role may read the column, else from the statistics. An index
 * that was never used is left alone where looking into it would be counted: what nobody but this
 * uses would seem to be in use.
 */
final class EndPoints {
  /** ANALYZE has seen all rows of a smaller table, so its statistics end where the values do. */
  private static final double LARGE = 30_000;

  private static final long PATIENCE_NANOS = 5_000_000_000L;

  private static final String COLUMNS =
      """
      SELECT c.oid::bigint, n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
        s.most_common_vals::text, (s.histogram_bounds::text::text[])[1],
        (s.histogram_bounds::text::text[])[cardinality(s.histogram_bounds::text::text[])],
        EXISTS (SELECT FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
                JOIN pg_am m ON m.oid = x.relam AND m.amname = 'btree'
                WHERE i.indrelid = c.oid AND i.indkey[0] = a.attnum AND i.indisvalid
                  AND i.indpred IS NULL
                  AND (current_setting('track_counts') = 'off' OR pg_stat_get_numscans(x.oid) > 0))
          AND has_column_privilege(c.oid, a.attnum, 'SELECT') AND NOT row_security_active(c.oid)
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      LEFT JOIN pg_stats s ON s.schemaname = n.nspname AND s.tablename = c.relname
        AND s.attname = a.attname AND NOT s.inherited
      WHERE c.relkind IN ('r', 'm') AND c.reltuples > %s AND a.attgenerated = '' AND %s %s
      ORDER BY c.oid, a.attnum
      """
          .formatted(
              LARGE, SchemaPieces.OWN_SCHEMA, SchemaPieces.ofNoExtension("pg_class", "c.oid"));

  /**
   * A column's ends, as far as they are known.
   *
   * @param common an array of values as text
   * @param least of the others
   * @param largest of the others
   * @param indexed whether the target can look them up
   */
  private record Column(
      String name,
      String type,
      @Nullable String common,
      @Nullable String least,
      @Nullable String largest,
      boolean indexed) {}

  private final Connection target;
  private final Map<QualifiedName, List<Column>> tables = new LinkedHashMap<>();
  private final long deadline = System.nanoTime() + PATIENCE_NANOS;

  private EndPoints(Connection target) {
    this.target = target;
  }

  /** Fills the twin's tables, which have no constraint and no index yet. */
  static void copy(Connection target, Connection twin) throws SQLException {
    var points = new EndPoints(target);
    Sql.list(target, points::add, COLUMNS);
    for (var table : points.tables.entrySet()) {
      points.insert(twin, table.getKey(), table.getValue());
    }
  }

  private Column add(ResultSet row) throws SQLException {
    var column =
        new Column(
            row.getString(4),
            row.getString(5),
            row.getString(6),
            row.getString(7),
            row.getString(8),
            row.getBoolean(9));
    tables
        .computeIfAbsent(
            new QualifiedName(row.getString(2), row.getString(3)), _ -> new ArrayList<>())
        .add(column);
    return column;
  }

  /** A row that the table does not take leaves it empty; the statistics' own ends must do then. */
  private void insert(Connection twin, QualifiedName table, List<Column> columns) {
    var names = columns.stream().map(c -> Sql.identifier(c.name())).toList();
    var least = new ArrayList<String>();
    var largest = new ArrayList<String>();
    for (Column column : columns) {
      var ends = ends(table, column);
      least.add(end(column, ends.least(), "ASC"));
      largest.add(end(column, ends.largest(), "DESC"));
    }
    var insert =
        "INSERT INTO %s (%s) SELECT %s"
            .formatted(table.sql(), String.join(", ", names), String.join(", ", least));
    try {
      Sql.execute(twin, insert + " UNION ALL SELECT " + String.join(", ", largest));
    } catch (SQLException e) {
      // No row is better than a wrong one.
    }
  }

  private record Ends(@Nullable String least, @Nullable String largest) {}

  private Ends ends(QualifiedName table, Column column) {
    if (column.indexed() && System.nanoTime() < deadline) {
      var name = Sql.identifier(column.name());
      var one =
          "(SELECT "
              + name
              + "::text FROM "
              + table.sql()
              + " WHERE "
              + name
              + " IS NOT NULL ORDER BY "
              + table.sql()
              + "."
              + name;
      var query = "SELECT " + one + " LIMIT 1), " + one + " DESC LIMIT 1)";
      try {
        return Sql.list(target, r -> new Ends(r.getString(1), r.getString(2)), query).getFirst();
      } catch (SQLException e) {
        // It took too long or may not be read after all.
      }
    }
    return new Ends(column.least(), column.largest());
  }

  private static String end(Column column, @Nullable String end, String order) {
    if (end == null && column.common() == null) {
      return "NULL::" + column.type();
    }
    var common = column.common() == null ? "{}" : column.common();
    return "(SELECT v FROM (SELECT unnest(%1$s::%2$s[]) UNION ALL SELECT %3$s::%2$s) u(v)"
            .formatted(Sql.literal(common), column.type(), end == null ? "NULL" : Sql.literal(end))
        + " WHERE v IS NOT NULL ORDER BY v "
        + order
        + " LIMIT 1)";
  }
}
