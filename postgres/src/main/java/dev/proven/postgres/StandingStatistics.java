package dev.proven.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An object of extended statistics as the catalog has it.
 *
 * @param oid its number
 * @param schema unquoted
 * @param name unquoted
 * @param tableSchema schema of its table, unquoted
 * @param table unquoted
 * @param kinds such as {@code ndistinct}; of one on a single expression none that can be chosen
 * @param columns bare ones, unquoted, in the table's order
 * @param body what stands between its name and its table in the statement that makes it, as the
 *     server prints it, the same for equal objects
 */
public record StandingStatistics(
    long oid,
    String schema,
    String name,
    String tableSchema,
    String table,
    List<String> kinds,
    List<String> columns,
    String body) {

  private static final String NAME = "(?:\"(?:[^\"]|\"\")*\"|[^\" .]+)";
  private static final Pattern FORM =
      Pattern.compile("CREATE STATISTICS %s\\.%s (.*)".formatted(NAME, NAME), Pattern.DOTALL);

  private static final String QUERY =
      """
      SELECT s.oid, n.nspname, s.stxname, tn.nspname, t.relname,
        ARRAY(SELECT CASE k WHEN 'd' THEN 'ndistinct' WHEN 'f' THEN 'dependencies'
            WHEN 'm' THEN 'mcv' END
          FROM unnest(s.stxkind) k WHERE k IN ('d', 'f', 'm')),
        ARRAY(SELECT a.attname::text FROM unnest(s.stxkeys::int2[]) k
          JOIN pg_attribute a ON a.attrelid = s.stxrelid AND a.attnum = k ORDER BY a.attnum),
        pg_get_statisticsobjdef(s.oid), ' FROM ' || s.stxrelid::regclass
      FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace
        JOIN pg_class t ON t.oid = s.stxrelid JOIN pg_namespace tn ON tn.oid = t.relnamespace
      """;

  public StandingStatistics {
    kinds = List.copyOf(kinds);
    columns = List.copyOf(columns);
  }

  /**
   * The object of that number.
   *
   * @param connection left with a search path of its own, so that definitions read alike everywhere
   */
  public static Optional<StandingStatistics> of(Connection connection, long oid)
      throws SQLException {
    return list(connection, "s.oid = ?::oid", oid).stream().findFirst();
  }

  /** The object of that name; the connection is left with a search path of its own. */
  public static Optional<StandingStatistics> of(Connection connection, String schema, String name)
      throws SQLException {
    return list(connection, "n.nspname = ? AND s.stxname = ?", schema, name).stream().findFirst();
  }

  /** All of a table; the connection is left with a search path of its own. */
  public static List<StandingStatistics> all(Connection connection, String schema, String table)
      throws SQLException {
    return list(
        connection, "tn.nspname = ? AND t.relname = ? ORDER BY s.stxname, s.oid", schema, table);
  }

  private static List<StandingStatistics> list(Connection connection, String where, Object... args)
      throws SQLException {
    Sql.set(connection, "search_path", "pg_catalog");
    return Sql.list(connection, StandingStatistics::read, QUERY + " WHERE " + where, args);
  }

  private static StandingStatistics read(ResultSet row) throws SQLException {
    return new StandingStatistics(
        row.getLong(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        List.of((String[]) row.getArray(6).getArray()),
        List.of((String[]) row.getArray(7).getArray()),
        body(row.getString(8), row.getString(9)));
  }

  private static String body(String create, String behind) throws SQLException {
    var form = FORM.matcher(create);
    if (!form.matches() || !create.endsWith(behind)) {
      throw new SQLException("The server describes statistics in an unknown form: " + create);
    }
    var body = form.group(1);
    return body.substring(0, body.length() - behind.length());
  }

  /** Its name as an identifier in SQL. */
  public String qualifiedName() {
    return Sql.identifier(schema, name);
  }

  /** Whether no expression is part of it. */
  public boolean isOnColumnsOnly() {
    return what().replaceAll("\"[^\"]*\"", "").indexOf('(') < 0;
  }

  /** Whether it is on the same as another and gathers all that the other one does. */
  public boolean covers(StandingStatistics other) {
    return what().equals(other.what()) && kinds.containsAll(other.kinds);
  }

  private String what() {
    return body.substring(body.indexOf("ON "));
  }
}
