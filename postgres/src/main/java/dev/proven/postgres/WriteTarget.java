package dev.proven.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The table that an INSERT, UPDATE or DELETE writes to, and which of its columns take which
 * parameters, read from the text: a plan does not tell, and a role that may only read gets none.
 *
 * @param schema of the table
 * @param table its name
 * @param columns all columns in their order
 * @param assigned parameters that become the value of a column, by number
 * @param compared parameters in conditions, by number
 */
record WriteTarget(
    String schema,
    String table,
    List<String> columns,
    Map<Integer, Assignment> assigned,
    Map<Integer, ParameterUse> compared) {

  /**
   * A column that takes a parameter.
   *
   * @param column its name
   * @param row number of the row in VALUES, from 0
   */
  record Assignment(String column, int row) {}

  private static final String NAME = "(?:\"(?:[^\"]|\"\")++\"|[\\p{L}_][\\p{L}\\p{N}_$]*)";
  private static final Pattern TABLE =
      Pattern.compile(
          "\\b(?:insert\\s+into|update|delete\\s+from)\\s+(?:only\\s+)?(?<name>"
              + NAME
              + "(?:\\."
              + NAME
              + ")?)",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern VALUES =
      Pattern.compile(
          "\\binto\\s+[^()]*?(?:\\((?<columns>[^()]*)\\))?\\s*(?:overriding\\s+\\w+\\s+value\\s*)?"
              + "values\\s*\\(",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern COMPARED =
      Pattern.compile(
          "(?:"
              + NAME
              + "\\.)?(?<column>"
              + NAME
              + ")\\s*(?<operator><=|>=|<>|=|<|>)\\s*\\$(?<number>\\d+)(?![\\w:]*\\s*[-+*/|])");
  private static final Pattern WHERE = Pattern.compile("\\bwhere\\b", Pattern.CASE_INSENSITIVE);

  static Optional<WriteTarget> of(Connection connection, String statement) throws SQLException {
    var sql = SqlText.withoutTexts(statement);
    var name = TABLE.matcher(sql);
    if (!name.find()) {
      return Optional.empty();
    }
    var found =
        Sql.list(
            connection,
            r -> List.of(r.getString(1), r.getString(2)),
            "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n"
                + " ON n.oid = c.relnamespace WHERE c.oid = to_regclass(?)",
            name.group("name"));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    var schema = found.getFirst().getFirst();
    var table = found.getFirst().getLast();
    var columns = columns(connection, schema, table);
    boolean insert = sql.regionMatches(true, name.start(), "insert", 0, 6);
    return Optional.of(
        new WriteTarget(
            schema,
            table,
            columns,
            insert ? inserted(sql, columns) : updated(sql, columns),
            compared(sql, schema, table, columns)));
  }

  private static List<String> columns(Connection connection, String schema, String table)
      throws SQLException {
    return Sql.list(
        connection,
        r -> r.getString(1),
        "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(?) AND attnum > 0"
            + " AND NOT attisdropped ORDER BY attnum",
        Sql.identifier(schema, table));
  }

  private static Map<Integer, Assignment> inserted(String sql, List<String> all) {
    var assigned = new TreeMap<Integer, Assignment>();
    var m = VALUES.matcher(sql);
    if (!m.find()) {
      return assigned;
    }
    var columns = m.group("columns") == null ? all : names(m.group("columns"));
    var rows = rows(sql.substring(m.end() - 1));
    for (int row = 0; row < rows.size(); row++) {
      var values = rows.get(row);
      for (int i = 0; i < Math.min(values.size(), columns.size()); i++) {
        var parameters = SqlText.parameters(values.get(i));
        if (parameters.size() == 1) {
          assigned.put(parameters.getFirst(), new Assignment(columns.get(i), row));
        }
      }
    }
    return assigned;
  }

  private static List<String> names(String list) {
    return java.util.Arrays.stream(list.split(",", -1))
        .map(String::strip)
        .map(WriteTarget::bare)
        .toList();
  }

  /** The rows of VALUES (a, b), (c, d): what stands between commas at the first level. */
  private static List<List<String>> rows(String values) {
    var rows = new ArrayList<List<String>>();
    var row = new ArrayList<String>();
    var value = new StringBuilder();
    int depth = 0;
    for (var token : SqlText.tokens(values)) {
      var text = token.of(values);
      boolean symbol = token.kind() == SqlLexer.Kind.SYMBOL;
      if (depth == 0 && token.kind() == SqlLexer.Kind.WORD) {
        break;
      }
      depth += symbol && text.equals("(") ? 1 : symbol && text.equals(")") ? -1 : 0;
      if (symbol && depth == 0 && text.equals(")")) {
        row.add(value.toString());
        rows.add(List.copyOf(row));
        row.clear();
        value.setLength(0);
      } else if (symbol && depth == 1 && text.equals(",")) {
        row.add(value.toString());
        value.setLength(0);
      } else if (depth > 0) {
        value.append(text);
      }
    }
    return rows;
  }

  private static Map<Integer, Assignment> updated(String sql, List<String> columns) {
    var assigned = new TreeMap<Integer, Assignment>();
    var where = WHERE.matcher(sql);
    var head = where.find() ? sql.substring(0, where.start()) : sql;
    for (var m = COMPARED.matcher(head); m.find(); ) {
      var column = bare(m.group("column"));
      if (m.group("operator").equals("=") && columns.contains(column)) {
        assigned.put(Integer.parseInt(m.group("number")), new Assignment(column, 0));
      }
    }
    return assigned;
  }

  private static Map<Integer, ParameterUse> compared(
      String sql, String schema, String table, List<String> columns) {
    var uses = new TreeMap<Integer, ParameterUse>();
    var where = WHERE.matcher(sql);
    if (!where.find()) {
      return uses;
    }
    for (var m = COMPARED.matcher(sql.substring(where.end())); m.find(); ) {
      var column = bare(m.group("column"));
      if (columns.contains(column)) {
        var expression = Sql.identifier(column);
        var use = new ParameterUse(schema, table, expression, column, m.group("operator"), false);
        uses.put(Integer.parseInt(m.group("number")), use);
      }
    }
    return uses;
  }

  private static String bare(String name) {
    return name.startsWith("\"")
        ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
        : name.toLowerCase(Locale.ROOT);
  }

  String qualifiedTable() {
    return Sql.identifier(schema, table);
  }
}
