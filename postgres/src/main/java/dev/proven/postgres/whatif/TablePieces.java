package dev.proven.postgres.whatif;

import dev.proven.postgres.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tables of a database as SQL: columns at the same numbers, by what they are partitioned, and
 * nothing that only matters when rows are written. A materialized view is a table to the planner. A
 * column whose type the twin lacks becomes a text, so that the rest of its table can be planned.
 */
final class TablePieces {
  private static final String TABLES =
      """
      SELECT c.oid::bigint, n.nspname, c.relname, c.relkind::text, pg_get_partkeydef(c.oid),
        (SELECT string_agg(format('%%I = %%L', split_part(o, '=', 1),
             substr(o, strpos(o, '=') + 1)), ', ') FROM unnest(c.reloptions) o),
        a.attname, a.attisdropped, format_type(a.atttypid, a.atttypmod), a.attnotnull,
        CASE WHEN a.attcollation <> t.typcollation THEN format('%%I.%%I', cn.nspname, l.collname) END,
        a.attgenerated::text, pg_get_expr(d.adbin, d.adrelid)
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
      LEFT JOIN pg_type t ON t.oid = a.atttypid
      LEFT JOIN pg_collation l ON l.oid = a.attcollation
      LEFT JOIN pg_namespace cn ON cn.oid = l.collnamespace
      LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum AND a.attgenerated <> ''
      WHERE c.relkind IN ('r', 'p', 'm') AND c.relpersistence <> 't' AND %s %s
      ORDER BY c.oid, a.attnum
      """
          .formatted(SchemaPieces.OWN_SCHEMA, SchemaPieces.ofNoExtension("pg_class", "c.oid"));

  private final Set<String> types;
  private final LeftOut leftOut;
  private final Map<Long, Table> tables = new LinkedHashMap<>();

  /** A table while its columns are read. */
  private record Table(String name, String tail, List<String> columns, List<String> dropped) {}

  private TablePieces(Set<String> types, LeftOut leftOut) {
    this.types = types;
    this.leftOut = leftOut;
  }

  /**
   * Reads them.
   *
   * @param missingTypes that the twin lacks, by the name that format_type gives them
   */
  static List<Piece> read(Connection connection, Set<String> missingTypes, LeftOut leftOut)
      throws SQLException {
    var reader = new TablePieces(missingTypes, leftOut);
    Sql.list(connection, reader::add, TABLES);
    return reader.tables.values().stream().map(TablePieces::piece).toList();
  }

  /** The types of all columns, by the name that format_type gives them, without modifiers. */
  static List<String> types(Connection connection) throws SQLException {
    return Sql.list(
        connection,
        r -> r.getString(1),
        "SELECT DISTINCT format_type(a.atttypid, NULL) FROM pg_attribute a"
            + " JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE c.relkind IN ('r', 'p', 'm') AND a.attnum > 0 AND NOT a.attisdropped AND"
            + SchemaPieces.OWN_SCHEMA);
  }

  private Table add(ResultSet row) throws SQLException {
    var table = tables.get(row.getLong(1));
    if (table == null) {
      var name = Sql.identifier(row.getString(2), row.getString(3));
      table = new Table(name, tail(row), new ArrayList<>(), new ArrayList<>());
      tables.put(row.getLong(1), table);
    }
    if (row.getString(7) != null) {
      column(row, table);
    }
    return table;
  }

  private static String tail(ResultSet row) throws SQLException {
    var partitioned = row.getString(5);
    var options = row.getString(6);
    return (partitioned == null ? "" : " PARTITION BY " + partitioned)
        + (options == null ? "" : " WITH (" + options + ")");
  }

  private void column(ResultSet row, Table table) throws SQLException {
    var name = Sql.identifier(row.getString(7));
    if (row.getBoolean(8)) {
      table.columns().add(name + " int");
      table.dropped().add(name);
      return;
    }
    var type = row.getString(9);
    boolean missing = types.contains(type.replaceFirst("\\(.*\\)", ""));
    if (missing) {
      leftOut.add("type of " + table.name() + "." + name, type + " is missing; it stands as text");
    }
    table
        .columns()
        .add(
            name
                + " "
                + (missing ? "text" : type + collated(row.getString(11)))
                + (row.getBoolean(10) ? " NOT NULL" : "")
                + generated(row.getString(12), row.getString(13)));
  }

  private static String collated(@Nullable String collation) {
    return collation == null ? "" : " COLLATE " + collation;
  }

  private static String generated(String how, @Nullable String expression) {
    return expression == null
        ? ""
        : " GENERATED ALWAYS AS (" + expression + ") " + (how.equals("v") ? "VIRTUAL" : "STORED");
  }

  private static Piece piece(Table table) {
    var drops = new StringBuilder();
    for (String column : table.dropped()) {
      drops.append("; ALTER TABLE ").append(table.name()).append(" DROP COLUMN ").append(column);
    }
    return Piece.of(
        "table " + table.name(),
        "CREATE TABLE "
            + table.name()
            + " ("
            + String.join(", ", table.columns())
            + ")"
            + table.tail()
            + drops);
  }
}
