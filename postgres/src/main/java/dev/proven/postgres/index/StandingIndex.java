package dev.proven.postgres.index;

import dev.proven.postgres.Sql;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * An index of the database as its catalog tells it, with all that decides whether another can stand
 * in for it.
 *
 * @param table that it is on
 * @param name unquoted
 * @param oid the later one was made later
 * @param method such as {@code btree}
 * @param keys each with its operator class, collation and order; columns by number, 0 for an
 *     expression
 * @param included numbers of the columns that are stored and not searched
 * @param rest its expressions, predicate and storage options as text
 * @param valid false for what a failed CREATE INDEX CONCURRENTLY has left
 * @param needed why it must stay whatever else there is; empty if it need not
 * @param references whether a foreign key of its table begins as it does
 * @param bytes that it takes
 * @param body what stands behind the table in the statement that makes it, as the server prints it
 *     with an empty search path
 * @param shown names under which plans show it; of a partitioned index those of its parts
 */
record StandingIndex(
    TableName table,
    String name,
    long oid,
    String method,
    List<KeyPart> keys,
    List<Integer> included,
    String rest,
    boolean valid,
    String needed,
    boolean references,
    long bytes,
    String body,
    List<String> shown) {
  private static final String READ =
      """
      SELECT n.nspname, t.relname, c.relname, c.oid::bigint, m.amname, i.indkey::int2[],
        i.indclass::oid[]::bigint[], i.indcollation::oid[]::bigint[], i.indoption::int2[],
        i.indnkeyatts,
        concat_ws(' | ', pg_get_expr(i.indexprs, i.indrelid), pg_get_expr(i.indpred, i.indrelid),
          c.reloptions::text),
        i.indisvalid,
        CASE
          WHEN EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = c.oid)
            THEN 'a constraint needs it'
          WHEN i.indisunique THEN 'it is unique'
          WHEN i.indisreplident THEN 'it is the replica identity'
          WHEN i.indisclustered THEN 'the table is clustered by it'
          WHEN c.relispartition OR EXISTS (SELECT FROM pg_inherits h WHERE h.inhrelid = c.oid)
            THEN 'it is part of a partitioned index'
          WHEN c.relkind = 'I' AND NOT i.indisvalid THEN 'some of its partitions are not indexed yet'
          WHEN EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
            THEN 'an extension made it'
          ELSE '' END,
        EXISTS (SELECT FROM pg_constraint k WHERE k.contype = 'f' AND k.conrelid = i.indrelid
          AND k.conkey @> (i.indkey::int2[])[0:least(cardinality(k.conkey), i.indnkeyatts) - 1]),
        CASE c.relkind WHEN 'I' THEN l.bytes ELSE pg_relation_size(c.oid) END,
        pg_get_indexdef(c.oid), coalesce(l.names, array[c.relname::text])
      FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am m ON m.oid = c.relam
      JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace n ON n.oid = t.relnamespace
      LEFT JOIN LATERAL (
        SELECT coalesce(sum(pg_relation_size(p.relid)), 0) AS bytes, array_agg(x.relname::text) AS names
        FROM pg_partition_tree(c.oid) p JOIN pg_class x ON x.oid = p.relid
        WHERE x.relkind = 'i') l ON c.relkind = 'I'
      WHERE t.relkind IN ('r', 'm', 'p') AND t.relpersistence = 'p'
        AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'
      ORDER BY c.oid
      """;

  /** One key of it. */
  record KeyPart(int column, long operatorClass, long collation, int option) {
    /** In the order in which the index is read backwards: bit 0 is DESC, bit 1 NULLS FIRST. */
    KeyPart reversed() {
      return new KeyPart(column, operatorClass, collation, option ^ 3);
    }
  }

  /** All of the user's tables. */
  static List<StandingIndex> read(Connection connection) throws SQLException {
    var path = Sql.text(connection, "SHOW search_path").orElse("");
    Sql.set(connection, "search_path", "pg_catalog");
    try {
      return Sql.list(connection, StandingIndex::of, READ);
    } finally {
      Sql.set(connection, "search_path", path);
    }
  }

  private static StandingIndex of(ResultSet row) throws SQLException {
    var columns = numbers(row.getArray(6));
    var classes = numbers(row.getArray(7));
    var collations = numbers(row.getArray(8));
    var options = numbers(row.getArray(9));
    int count = row.getInt(10);
    var keys = new ArrayList<KeyPart>();
    for (int i = 0; i < count; i++) {
      keys.add(
          new KeyPart(
              columns.get(i).intValue(),
              classes.get(i),
              collations.get(i),
              options.get(i).intValue()));
    }
    return new StandingIndex(
        new TableName(row.getString(1), row.getString(2)),
        row.getString(3),
        row.getLong(4),
        row.getString(5),
        List.copyOf(keys),
        columns.subList(count, columns.size()).stream().map(Long::intValue).toList(),
        row.getString(11),
        row.getBoolean(12),
        row.getString(13),
        row.getBoolean(14),
        row.getLong(15),
        dev.proven.postgres.StandingIndex.body(row.getString(16)),
        List.of((String[]) row.getArray(17).getArray()));
  }

  private static List<Long> numbers(Array array) throws SQLException {
    var numbers = new ArrayList<Long>();
    for (Object number : (Object[]) array.getArray()) {
      numbers.add(((Number) number).longValue());
    }
    return numbers;
  }

  boolean mayGo() {
    return needed.isEmpty();
  }

  /** Whether they hold the same in the same order. */
  boolean isLike(StandingIndex other) {
    return isOfTheSameRows(other) && keys.equals(other.keys) && included.equals(other.included);
  }

  /** Whether the other begins with all of its keys, in this order or wholly backwards. */
  boolean isBeginningOf(StandingIndex other) {
    boolean plain = method.equals("btree") && keys.stream().noneMatch(k -> k.column() == 0);
    if (!plain || !isOfTheSameRows(other) || keys.size() > other.keys.size()) {
      return false;
    }
    var beginning = other.keys.subList(0, keys.size());
    boolean same =
        beginning.equals(keys) || beginning.stream().map(KeyPart::reversed).toList().equals(keys);
    return same && other.holds(included);
  }

  private boolean isOfTheSameRows(StandingIndex other) {
    return other.valid
        && table.equals(other.table)
        && method.equals(other.method)
        && rest.equals(other.rest);
  }

  private boolean holds(List<Integer> columns) {
    return columns.stream()
        .allMatch(c -> included.contains(c) || keys.stream().anyMatch(k -> k.column() == c));
  }
}
