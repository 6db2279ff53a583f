package dev.proven.postgres.whatif;

import dev.proven.postgres.Sql;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads what the catalog tells of tables; a role sees the columns that it may read. */
final class StatisticsReader {
  private static final String TABLE =
      """
      SELECT c.relkind::text,
        CASE WHEN c.relkind IN ('r', 'm') THEN pg_relation_size(c.oid) / 8192 ELSE 0 END,
        c.relpages, c.reltuples
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ? AND c.relname = ? AND c.relkind IN ('r', 'p', 'm')
      """;

  static final String TYPE =
      """
      b.typname, b.typlen, CASE b.typalign WHEN 'd' THEN 8 WHEN 'i' THEN 4 WHEN 's' THEN 2 ELSE 1 END,
      EXISTS (
        SELECT FROM pg_opclass o
        JOIN pg_am m ON m.oid = o.opcmethod AND m.amname = 'btree'
        JOIN pg_amproc p ON p.amprocfamily = o.opcfamily AND p.amprocnum = 4
          AND p.amproclefttype = o.opcintype
        WHERE o.opcdefault AND o.opcintype = CASE
          WHEN b.typtype = 'e' THEN 'anyenum'::regtype::oid
          WHEN b.typname = 'varchar' THEN 'text'::regtype::oid
          WHEN b.typname = 'cidr' THEN 'inet'::regtype::oid
          ELSE b.oid END)
      """;

  private static final String COLUMNS =
      """
      SELECT a.attname, format_type(a.atttypid, a.atttypmod),
        coalesce(s.null_frac, 0), coalesce(s.n_distinct, 0), coalesce(s.avg_width, 0),
        s.most_common_vals::text::text[], s.most_common_freqs, s.histogram_bounds::text::text[],
        coalesce(s.correlation, 0), coalesce(l.collisdeterministic, true), %s
      FROM pg_attribute a
      JOIN pg_type t ON t.oid = a.atttypid
      JOIN pg_type b ON b.oid = coalesce(nullif(t.typbasetype, 0), t.oid)
      LEFT JOIN pg_collation l ON l.oid = a.attcollation
      LEFT JOIN pg_stats s ON s.schemaname = ? AND s.tablename = ? AND s.attname = a.attname
        AND s.inherited = ?
      WHERE a.attrelid = to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped
      """
          .formatted(TYPE);

  private static final String UNIQUE =
      """
      SELECT array(SELECT a.attname::text FROM pg_attribute a
                   WHERE a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey::int2[])
                     AND array_position(i.indkey::int2[], a.attnum) < i.indnkeyatts)
      FROM pg_index i
      WHERE i.indrelid = to_regclass(?) AND i.indisunique AND i.indpred IS NULL
        AND i.indexprs IS NULL
      """;

  private static final String PARTS =
      """
      SELECT n.nspname, c.relname FROM pg_partition_tree(to_regclass(?)) t
      JOIN pg_class c ON c.oid = t.relid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE t.isleaf AND c.relkind = 'r'
      """;

  private final Connection connection;
  private final ExtendedGroups extended;
  private final Map<QualifiedName, Optional<TableStatistics>> known = new HashMap<>();

  StatisticsReader(Connection connection) {
    this.connection = connection;
    this.extended = new ExtendedGroups(connection);
  }

  /** What is known of a table; null where there is none of that name. */
  @Nullable TableStatistics table(QualifiedName place) throws SQLException {
    var found = known.get(place);
    if (found == null) {
      found = read(place);
      known.put(place, found);
    }
    return found.orElse(null);
  }

  private Optional<TableStatistics> read(QualifiedName place) throws SQLException {
    var found =
        Sql.list(connection, StatisticsReader::head, TABLE, place.schema(), place.name()).stream()
            .findFirst();
    if (found.isEmpty()) {
      return Optional.empty();
    }
    var head = found.get();
    boolean partitioned = head.kind().equals("p");
    double rows = head.rows() >= 0 && !partitioned ? head.rows() : planned(place);
    return Optional.of(
        new TableStatistics(
            place.schema(),
            place.name(),
            head.kind(),
            rows,
            head.pages(),
            columns(place, partitioned, rows),
            uniqueKeys(place),
            extended.of(place),
            partitioned ? parts(place) : List.of()));
  }

  private record Head(String kind, long pages, double rows) {}

  /** As the planner does, the rows of the last count grow with the file; below 0 is unknown. */
  private static Head head(ResultSet row) throws SQLException {
    double counted = row.getDouble(4);
    long pages = row.getLong(2);
    long pagesThen = row.getLong(3);
    double rows = counted > 0 && pagesThen > 0 ? counted / pagesThen * pages : -1;
    return new Head(row.getString(1), pages, pages == 0 ? 0 : rows);
  }

  private double planned(QualifiedName place) throws SQLException {
    return Explain.plan(connection, "SELECT FROM " + place.sql()).path("Plan Rows").asDouble(0);
  }

  private Map<String, ColumnStatistics> columns(QualifiedName place, boolean inherited, double rows)
      throws SQLException {
    var columns = new TreeMap<String, ColumnStatistics>();
    Sql.list(
        connection,
        r -> columns.put(r.getString(1), column(r, rows)),
        COLUMNS,
        place.schema(),
        place.name(),
        inherited,
        place.sql());
    return columns;
  }

  private static ColumnStatistics column(ResultSet row, double rows) throws SQLException {
    double distinct = row.getDouble(4);
    return new ColumnStatistics(
        row.getString(1),
        row.getString(2),
        type(row, 11, row.getBoolean(10)),
        row.getDouble(3),
        distinct < 0 ? -distinct * rows : distinct,
        row.getDouble(5),
        texts(row.getArray(6)),
        shares(row.getArray(7)),
        texts(row.getArray(8)),
        row.getDouble(9));
  }

  /** Reads the columns of {@link #TYPE}. */
  static TypeShape type(ResultSet row, int first, boolean deterministic) throws SQLException {
    return new TypeShape(
        row.getString(first),
        row.getInt(first + 1),
        row.getInt(first + 2),
        row.getBoolean(first + 3) && deterministic);
  }

  private List<Set<String>> uniqueKeys(QualifiedName place) throws SQLException {
    return Sql.list(
        connection, r -> Set.of((String[]) r.getArray(1).getArray()), UNIQUE, place.sql());
  }

  private List<QualifiedName> parts(QualifiedName place) throws SQLException {
    return Sql.list(
        connection, r -> new QualifiedName(r.getString(1), r.getString(2)), PARTS, place.sql());
  }

  private static List<String> texts(@Nullable Array array) throws SQLException {
    return array == null ? List.of() : List.of((String[]) array.getArray());
  }

  private static List<Double> shares(@Nullable Array array) throws SQLException {
    var shares = new ArrayList<Double>();
    if (array != null) {
      for (var share : (Float[]) array.getArray()) {
        shares.add(share.doubleValue());
      }
    }
    return shares;
  }
}
