package dev.proven.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes a copy of a row insertable: one column of each unique key gets a value that is not there.
 */
final class UniqueKeys {
  private static final String KEYS =
      """
      SELECT ARRAY(SELECT a.attname::text FROM pg_attribute a
                   WHERE a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey::int2[]))
      FROM pg_index i
      WHERE i.indrelid = to_regclass(?) AND i.indisunique
      """;

  private static final String COLUMNS =
      """
      SELECT a.attname, a.atttypid::regtype::text, a.atttypmod,
        EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = a.attrelid AND k.contype = 'f'
                AND a.attnum = ANY (k.conkey))
      FROM pg_attribute a
      WHERE a.attrelid = to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped
      """;

  private record Column(String name, String type, int modifier, boolean foreignKey) {}

  private final Connection connection;
  private final String table;
  private final Map<String, Column> columns = new HashMap<>();
  private final List<List<String>> keys;

  UniqueKeys(Connection connection, String qualifiedTable) throws SQLException {
    this.connection = connection;
    this.table = qualifiedTable;
    this.keys =
        Sql.list(connection, r -> List.of((String[]) r.getArray(1).getArray()), KEYS, table);
    Sql.list(
        connection,
        r ->
            columns.put(
                r.getString(1),
                new Column(r.getString(1), r.getString(2), r.getInt(3), r.getBoolean(4))),
        COLUMNS,
        table);
  }

  /**
   * Which of the columns that a statement sets must get a new value: for each unique key that it
   * sets wholly, one that is no foreign key. A key of which a part is left to a default is new by
   * itself.
   */
  List<String> mustBeNew(Collection<String> set) throws CannotFill {
    var chosen = new java.util.TreeSet<String>();
    for (var key : keys) {
      if (!set.containsAll(key) || key.stream().anyMatch(chosen::contains) || key.isEmpty()) {
        continue;
      }
      chosen.add(
          key.stream()
              .filter(c -> canBeNew(columns.get(c)))
              .findFirst()
              .orElseThrow(() ->
                  new CannotFill(
                      "no new value can be made for the unique key ("
                          + String.join(", ", key)
                          + ") of "
                          + table)));
    }
    return List.copyOf(chosen);
  }

  private static boolean canBeNew(@Nullable Column column) {
    return column != null && !column.foreignKey() && kind(column.type()) != null;
  }

  private static @Nullable String kind(String type) {
    return switch (type) {
      case "smallint", "integer", "bigint", "numeric" -> "number";
      case "date", "timestamp without time zone", "timestamp with time zone" -> "time";
      case "text", "character varying", "character" -> "text";
      case "uuid" -> "uuid";
      default -> null;
    };
  }

  /**
   * A value that the column does not hold.
   *
   * @param like a value that it holds
   * @param n number of the row that is made, from 0
   */
  String newValue(String column, @Nullable String like, int n) throws SQLException {
    var found = columns.get(column);
    var kind = found == null ? null : kind(found.type());
    if (found == null || kind == null) {
      throw new IllegalArgumentException(column + " cannot get a new value");
    }
    return switch (kind) {
      case "number" -> beyond(column, "+ " + (n + 1));
      case "time" -> beyond(column, "+ interval '" + (n + 1) + " days'");
      case "uuid" ->
          UUID.nameUUIDFromBytes(("proven" + n).getBytes(java.nio.charset.StandardCharsets.UTF_8))
              .toString();
      default -> text(found, like == null ? "" : like, "~p" + n);
    };
  }

  private String beyond(String column, String step) throws SQLException {
    var name = Sql.identifier(column);
    return Sql.text(connection, "SELECT (max(" + name + ") " + step + ")::text FROM " + table)
        .orElse("1");
  }

  /** A length limit is kept by cutting the old value; four of the modifier are its header. */
  private static String text(Column column, String like, String suffix) {
    int most = column.modifier() < 0 ? Integer.MAX_VALUE : column.modifier() - 4;
    int keep = Math.max(0, Math.min(like.length(), most - suffix.length()));
    return like.substring(0, keep) + suffix;
  }
}
