package dev.proven.postgres.rewrite.catalog;

import dev.proven.postgres.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The catalog of one database, read when asked and remembered; looks, never changes. */
public final class Catalog {
  private static final String RELATION =
      """
      SELECT c.oid::bigint, n.nspname, c.relname, c.relrowsecurity,
             c.relkind IN ('r', 'p')
               AND NOT EXISTS (SELECT FROM pg_inherits h
                 WHERE c.relkind = 'r' AND h.inhparent = c.oid)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.oid = to_regclass(?) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
      """;

  /** From 18 on a NOT NULL may stand in the catalog before anybody looked whether it holds. */
  private static final String COLUMNS =
      """
      SELECT a.attname, format_type(a.atttypid, a.atttypmod), format_type(b.oid, NULL),
             a.attnotnull AND ? AND NOT EXISTS (SELECT FROM pg_constraint k
               WHERE k.conrelid = a.attrelid AND k.contype = 'n' AND NOT k.convalidated
                 AND a.attnum = ANY (k.conkey)),
             b.oid < 16384 AND b.typtype IN ('b', 'e') AND b.typcategory <> 'U'
               OR b.typtype = 'e' OR b.typname = 'uuid',
             coalesce(l.collisdeterministic, true)
      FROM pg_attribute a
      JOIN pg_type t ON t.oid = a.atttypid
      JOIN pg_type b ON b.oid = coalesce(nullif(t.typbasetype, 0), t.oid)
      LEFT JOIN pg_collation l ON l.oid = a.attcollation
      WHERE a.attrelid = ?::oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
      """;

  private static final String KEYS =
      """
      SELECT array(SELECT a.attname::text FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k(n, at)
               JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.n
               WHERE k.at <= i.indnkeyatts ORDER BY k.at)
      FROM pg_index i
      WHERE i.indrelid = ?::oid AND i.indisunique AND i.indimmediate AND i.indisvalid
        AND i.indpred IS NULL AND i.indexprs IS NULL
      ORDER BY NOT i.indisprimary, i.indexrelid
      """;

  private static final String FOREIGN_KEYS =
      """
      SELECT array(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY AS u(n, at)
               JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.n ORDER BY u.at),
             k.confrelid::bigint,
             array(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY AS u(n, at)
               JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.n ORDER BY u.at)
      FROM pg_constraint k WHERE k.conrelid = ?::oid AND k.contype = 'f' AND k.convalidated
      """;

  private static final String CHECKS =
      "SELECT pg_get_expr(conbin, conrelid) FROM pg_constraint"
          + " WHERE conrelid = ?::oid AND contype = 'c' AND convalidated";

  private final Connection connection;
  private final Functions functions;
  private final Map<String, Optional<Relation>> relations = new HashMap<>();

  private Catalog(Connection connection, Functions functions) {
    this.connection = connection;
    this.functions = functions;
  }

  /** The catalog behind a connection, which must stay open. */
  public static Catalog of(Connection connection) throws SQLException {
    return new Catalog(connection, Functions.read(connection));
  }

  public Functions functions() {
    return functions;
  }

  /**
   * The relation that a name means to the connection's role.
   *
   * @param schema unquoted, or null to look along the search path
   */
  public Optional<Relation> relation(@Nullable String schema, String name) throws SQLException {
    var quoted = schema == null ? Sql.identifier(name) : Sql.identifier(schema, name);
    var known = relations.get(quoted);
    if (known == null) {
      known = Sql.list(connection, r -> relation(r), RELATION, quoted).stream().findFirst();
      relations.put(quoted, known);
    }
    return known;
  }

  private Relation relation(ResultSet row) throws SQLException {
    long oid = row.getLong(1);
    boolean promises = row.getBoolean(5);
    return new Relation(
        oid,
        row.getString(2),
        row.getString(3),
        columns(oid, promises),
        promises ? Sql.list(connection, r -> strings(r, 1), KEYS, oid) : List.of(),
        promises
            ? Sql.list(
                connection,
                r -> new ForeignKey(strings(r, 1), r.getLong(2), strings(r, 3)),
                FOREIGN_KEYS,
                oid)
            : List.of(),
        promises ? Sql.list(connection, r -> r.getString(1), CHECKS, oid) : List.of(),
        row.getBoolean(4));
  }

  private Map<String, ColumnFacts> columns(long oid, boolean promises) throws SQLException {
    var columns = new LinkedHashMap<String, ColumnFacts>();
    Sql.list(
        connection,
        r -> {
          boolean plain = r.getBoolean(5) && r.getBoolean(6);
          var facts =
              new ColumnFacts(
                  r.getString(1), r.getString(2), r.getString(3), r.getBoolean(4), plain);
          columns.put(facts.name(), facts);
          return facts;
        },
        COLUMNS,
        promises,
        oid);
    return columns;
  }

  private static List<String> strings(ResultSet row, int column) throws SQLException {
    return List.of((String[]) row.getArray(column).getArray());
  }
}
