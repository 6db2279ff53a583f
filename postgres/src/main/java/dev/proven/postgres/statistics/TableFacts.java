package dev.proven.postgres.statistics;

import dev.proven.postgres.Sql;
import dev.proven.postgres.StandingStatistics;
import dev.proven.postgres.index.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the catalog knows of a table, as far as extended statistics on it can be made.
 *
 * @param name of it
 * @param kind as in pg_class.relkind
 * @param temporary whether it goes with a session
 * @param pages as last counted
 * @param rows as last counted
 * @param columns by name: the type, and why none can be made on it or empty
 * @param standing the objects that there are
 */
record TableFacts(
    TableName name,
    String kind,
    boolean temporary,
    double pages,
    double rows,
    Map<String, Column> columns,
    List<StandingStatistics> standing) {

  /**
   * A column.
   *
   * @param type by its name
   * @param unfit why it cannot be part of statistics; empty if it can
   */
  record Column(String type, String unfit) {}

  private static final String TABLE =
      """
      SELECT c.relkind::text, c.relpersistence = 't', c.relpages, greatest(c.reltuples, 0)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ? AND c.relname = ?
        AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
      """;

  private static final String COLUMNS =
      """
      SELECT a.attname, format_type(b.oid, NULL), CASE
        WHEN a.attgenerated = 'v' THEN 'it is generated when it is read'
        WHEN NOT EXISTS (
          SELECT FROM pg_opclass o JOIN pg_am m ON m.oid = o.opcmethod
          WHERE m.amname = 'btree' AND o.opcdefault AND o.opcintype = CASE
            WHEN b.typtype = 'e' THEN 'anyenum'::regtype::oid
            WHEN b.typtype = 'r' THEN 'anyrange'::regtype::oid
            WHEN b.typtype = 'c' THEN 'record'::regtype::oid
            WHEN b.typelem <> 0 AND b.typlen = -1 THEN 'anyarray'::regtype::oid
            WHEN b.typname = 'varchar' THEN 'text'::regtype::oid
            WHEN b.typname = 'cidr' THEN 'inet'::regtype::oid
            ELSE b.oid END)
          THEN 'its type ' || format_type(b.oid, NULL) || ' has no order' ELSE '' END
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_type t ON t.oid = a.atttypid
        JOIN pg_type b ON b.oid = coalesce(nullif(t.typbasetype, 0), t.oid)
      WHERE n.nspname = ? AND c.relname = ? AND a.attnum > 0 AND NOT a.attisdropped
      """;

  /** Smaller tables are read as a whole, whatever is believed of their rows. */
  private static final double LEAST_ROWS = 1000;

  /** The table of that name; empty for one of the system's. */
  static Optional<TableFacts> read(Connection connection, TableName name) throws SQLException {
    var columns = new TreeMap<String, Column>();
    Sql.list(
        connection,
        r -> columns.put(r.getString(1), new Column(r.getString(2), r.getString(3))),
        COLUMNS,
        name.schema(),
        name.name());
    var path = Sql.text(connection, "SHOW search_path").orElse("");
    var standing = StandingStatistics.all(connection, name.schema(), name.name());
    Sql.set(connection, "search_path", path);
    return Sql.list(
            connection,
            r ->
                new TableFacts(
                    name,
                    r.getString(1),
                    r.getBoolean(2),
                    r.getDouble(3),
                    r.getDouble(4),
                    Map.copyOf(columns),
                    standing),
            TABLE,
            name.schema(),
            name.name())
        .stream()
        .findFirst();
  }

  /** Why no statistics are proposed for it; empty if they may be. */
  String unfit() {
    return switch (kind) {
      case "r", "m" -> temporary ? "it is temporary" : "";
      case "p" -> "it is partitioned: each partition is estimated by objects of its own";
      case "f" -> "it is foreign: its rows cannot be sampled by pages";
      default -> "it is not an ordinary table";
    };
  }

  boolean isSmall() {
    return rows < LEAST_ROWS;
  }

  /** Why no statistics can be made on these columns; empty if they can. */
  String unfit(Set<String> names) {
    for (var column : names) {
      var known = columns.get(column);
      if (known == null) {
        return column + " is a column of the system";
      }
      if (!known.unfit().isEmpty()) {
        return column + ": " + known.unfit();
      }
    }
    return "";
  }

  /** Whether a column cast to that type is the column itself. */
  boolean isSame(String column, String cast) {
    var known = columns.get(column);
    return known != null
        && (known.type().equals(cast)
            || (known.type().equals("character varying") && cast.equals("text")));
  }
}
