package dev.proven.postgres.index;

import dev.proven.postgres.Sql;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the catalog knows of the tables that the workload uses; read, never changed. */
final class Catalog {
  private static final String TABLES =
      """
      SELECT n.nspname, c.relname, c.oid::bigint, c.relkind::text, c.relpersistence <> 't',
        coalesce(l.pages, c.relpages), coalesce(l.rows, greatest(c.reltuples, 0)),
        coalesce(l.parts, 0), coalesce(l.alien, '')
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN LATERAL (
        SELECT sum(p.relpages) AS pages, sum(greatest(p.reltuples, 0)) AS rows, count(*) AS parts,
          min(p.relname) FILTER (WHERE p.relkind = 'f') AS alien
        FROM pg_partition_tree(c.oid) t JOIN pg_class p ON p.oid = t.relid
        WHERE t.isleaf) l ON c.relkind = 'p'
      WHERE n.nspname = ANY (?) AND c.relname = ANY (?)
        AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
      """;

  private static final String COLUMNS =
      """
      SELECT a.attrelid::bigint, a.attname, format_type(b.oid, NULL),
             EXISTS (
               SELECT FROM pg_opclass o JOIN pg_am m ON m.oid = o.opcmethod
               WHERE m.amname = 'btree' AND o.opcdefault AND o.opcintype = CASE
                 WHEN b.typtype = 'e' THEN 'anyenum'::regtype::oid
                 WHEN b.typname = 'varchar' THEN 'text'::regtype::oid
                 WHEN b.typname = 'cidr' THEN 'inet'::regtype::oid
                 ELSE b.oid END),
             coalesce(l.collname IN ('C', 'POSIX') OR
               (l.collname = 'default' AND d.datcollate IN ('C', 'POSIX')), false),
             coalesce(s.n_distinct, 0), coalesce(s.avg_width, 8),
             coalesce(s.correlation, 0), s.n_distinct IS NOT NULL, coalesce(s.null_frac, 0)
      FROM pg_attribute a
      JOIN pg_class c ON c.oid = a.attrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_type t ON t.oid = a.atttypid
      JOIN pg_type b ON b.oid = coalesce(nullif(t.typbasetype, 0), t.oid)
      JOIN pg_database d ON d.datname = current_database()
      LEFT JOIN pg_collation l ON l.oid = a.attcollation
      LEFT JOIN pg_stats s ON s.schemaname = n.nspname AND s.tablename = c.relname
        AND s.attname = a.attname AND s.inherited = (c.relkind = 'p')
      WHERE a.attrelid = ANY (?::bigint[]::oid[]) AND a.attnum > 0 AND NOT a.attisdropped
      """;

  private static final String INDEXES =
      """
      SELECT i.indrelid::bigint, c.relname,
             array(SELECT a.attname::text FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k(n, at)
                   JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.n
                   WHERE k.at <= i.indnkeyatts ORDER BY k.at),
             i.indoption::int2[],
             i.indisunique AND i.indimmediate
      FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am m ON m.oid = c.relam
      WHERE i.indrelid = ANY (?::bigint[]::oid[]) AND m.amname = 'btree' AND i.indisvalid AND i.indpred IS NULL
        AND i.indexprs IS NULL
        AND (SELECT bool_and(o.opcdefault) FROM pg_opclass o WHERE o.oid = ANY (i.indclass::oid[]))
      """;

  private final Map<TableName, Table> tables = new TreeMap<>();
  private final Set<String> relations = new HashSet<>();

  private Catalog() {}

  /** A table while its columns and indexes are read. */
  private record Head(
      TableName name,
      String kind,
      boolean persistent,
      double pages,
      double rows,
      Table.Parts parts) {}

  /** Reads what is known of these tables. */
  static Catalog read(Connection connection, Collection<TableName> names) throws SQLException {
    var catalog = new Catalog();
    var heads = new LinkedHashMap<Long, Head>();
    Sql.list(
        connection,
        r -> heads.put(r.getLong(3), head(r)),
        TABLES,
        array(connection, names.stream().map(TableName::schema).toList()),
        array(connection, names.stream().map(TableName::name).toList()));
    var oids = connection.createArrayOf("bigint", heads.keySet().toArray());
    var columns = columns(connection, oids, heads);
    var indexes = indexes(connection, oids);
    heads.forEach((oid, head) ->
        catalog.tables.put(
            head.name(),
            new Table(
                head.name(),
                head.kind(),
                head.persistent(),
                head.pages(),
                head.rows(),
                head.parts(),
                columns.getOrDefault(oid, Map.of()),
                indexes.getOrDefault(oid, List.of()))));
    catalog.readRelations(connection, names);
    return catalog;
  }

  private static Head head(ResultSet row) throws SQLException {
    return new Head(
        new TableName(row.getString(1), row.getString(2)),
        row.getString(4),
        row.getBoolean(5),
        row.getDouble(6),
        row.getDouble(7),
        new Table.Parts(row.getInt(8), row.getString(9)));
  }

  /** The table of that name, or null for a catalog table. */
  @Nullable Table table(TableName name) {
    return tables.get(name);
  }

  Collection<Table> tables() {
    return List.copyOf(tables.values());
  }

  /** Whether a table, index, view or sequence of that name exists in that schema. */
  boolean isTaken(String schema, String relation) {
    return relations.contains(schema + '\0' + relation);
  }

  private void readRelations(Connection connection, Collection<TableName> names)
      throws SQLException {
    String query =
        "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE n.nspname = ANY (?)";
    try (var statement = connection.prepareStatement(query)) {
      statement.setArray(1, array(connection, names.stream().map(TableName::schema).toList()));
      try (var row = statement.executeQuery()) {
        while (row.next()) {
          relations.add(row.getString(1) + '\0' + row.getString(2));
        }
      }
    }
  }

  private static Map<Long, Map<String, Column>> columns(
      Connection connection, Array oids, Map<Long, Head> heads) throws SQLException {
    var columns = new HashMap<Long, Map<String, Column>>();
    var leaves = LeafStatistics.read(connection, oids);
    Sql.list(
        connection,
        r -> {
          var head = Objects.requireNonNull(heads.get(r.getLong(1)));
          var leaf = leaves.getOrDefault(r.getLong(1), Map.of()).get(r.getString(2));
          var column = LeafStatistics.in(column(r, head.rows()), leaf, r.getBoolean(9));
          return columns
              .computeIfAbsent(r.getLong(1), _ -> new TreeMap<>())
              .put(column.name(), column);
        },
        COLUMNS,
        oids);
    return columns;
  }

  private static Column column(ResultSet row, double rows) throws SQLException {
    double distinct = row.getDouble(6);
    return new Column(
        row.getString(2),
        row.getString(3),
        row.getBoolean(4),
        row.getBoolean(5),
        distinct < 0 ? -distinct * rows : distinct,
        row.getDouble(7),
        row.getDouble(10),
        row.getDouble(8));
  }

  private static Map<Long, List<ExistingIndex>> indexes(Connection connection, Array oids)
      throws SQLException {
    var indexes = new HashMap<Long, List<ExistingIndex>>();
    Sql.list(
        connection,
        r ->
            indexes
                .computeIfAbsent(r.getLong(1), _ -> new ArrayList<>())
                .add(new ExistingIndex(r.getString(2), keys(r), r.getBoolean(5))),
        INDEXES,
        oids);
    return indexes;
  }

  /** Bit 0 of an index column's options is DESC, bit 1 NULLS FIRST. */
  private static List<Key> keys(ResultSet row) throws SQLException {
    var names = (String[]) row.getArray(3).getArray();
    var options = (Short[]) row.getArray(4).getArray();
    var keys = new ArrayList<Key>();
    for (int i = 0; i < names.length; i++) {
      keys.add(new Key(names[i], (options[i] & 1) != 0, (options[i] & 2) != 0));
    }
    return keys;
  }

  private static Array array(Connection connection, List<String> values) throws SQLException {
    return connection.createArrayOf("text", values.toArray());
  }
}
