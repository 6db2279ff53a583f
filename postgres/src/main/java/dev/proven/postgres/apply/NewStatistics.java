package dev.proven.postgres.apply;

import dev.proven.core.ChangeRecord;
import dev.proven.core.Problem;
import dev.proven.postgres.IndexBody;
import dev.proven.postgres.PostgresKind;
import dev.proven.postgres.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Extended statistics that are to be made, in the schema of their table.
 *
 * @param schema unquoted
 * @param table unquoted
 * @param name of the object, unquoted
 * @param kinds of {@code ndistinct}, {@code dependencies} and {@code mcv}; none for a single
 *     expression, of which the server gathers what it does of a column
 * @param columns bare ones, unquoted
 * @param expressions over the table's columns, as SQL
 * @param analyzed the columns that all of it is about, unquoted
 */
public record NewStatistics(
    String schema,
    String table,
    String name,
    List<String> kinds,
    List<String> columns,
    List<String> expressions,
    List<String> analyzed) {
  /** The action of its record. */
  public static final String ACTION = "create-statistics";

  /** The server takes no more columns and expressions together. */
  public static final int MOST = 8;

  private static final Set<String> KINDS = Set.of("ndistinct", "dependencies", "mcv");
  private static final String COLUMN = "column.";
  private static final String EXPRESSION = "expression.";
  private static final String ANALYZED = "analyzed.";

  public NewStatistics {
    kinds = List.copyOf(kinds);
    columns = List.copyOf(columns);
    expressions = List.copyOf(expressions);
    analyzed = List.copyOf(analyzed);
  }

  /**
   * Reads the record of a run. It may have been edited, and a look already tries it: nothing but
   * one definition is ever executed.
   *
   * @throws Problem failed, where it is not what a run writes
   */
  static NewStatistics of(ChangeRecord change) {
    var kinds = change.field("kinds");
    var read =
        new NewStatistics(
            change.field("schema"),
            change.field("table"),
            change.field("statistics"),
            kinds.isEmpty() ? List.of() : List.of(kinds.split(",", -1)),
            numbered(change, COLUMN),
            numbered(change, EXPRESSION),
            numbered(change, ANALYZED));
    if (!read.isSound()) {
      throw Problem.failed(
          "The record of the run does not describe extended statistics: " + read.create(),
          "Nothing was executed. The record is damaged or was edited: run again.");
    }
    return read;
  }

  private static List<String> numbered(ChangeRecord change, String prefix) {
    var values = new ArrayList<String>();
    for (int i = 0; change.data().containsKey(prefix + i); i++) {
      values.add(change.field(prefix + i));
    }
    return values;
  }

  private boolean isSound() {
    int size = columns.size() + expressions.size();
    return size > 0
        && size <= MOST
        && (size > 1 || columns.isEmpty())
        && kinds.isEmpty() == (size == 1)
        && KINDS.containsAll(kinds)
        && !analyzed.isEmpty()
        && expressions.stream().allMatch(IndexBody::isClosed);
  }

  /** The change as data. */
  public ChangeRecord record() {
    var data = new TreeMap<String, String>();
    data.put("schema", schema);
    data.put("table", table);
    data.put("statistics", name);
    data.put("kinds", String.join(",", kinds));
    number(data, COLUMN, columns);
    number(data, EXPRESSION, expressions);
    number(data, ANALYZED, analyzed);
    return new ChangeRecord(PostgresKind.ID, ACTION, data);
  }

  private static void number(TreeMap<String, String> data, String prefix, List<String> values) {
    for (int i = 0; i < values.size(); i++) {
      data.put(prefix + i, values.get(i));
    }
  }

  /** The statement that makes the object, which is empty before the next ANALYZE. */
  public String create() {
    return create(qualifiedName(), qualifiedTable());
  }

  /** The same object on another table. */
  String create(String quotedName, String quotedTable) {
    var on = new ArrayList<String>();
    columns.forEach(c -> on.add(Sql.identifier(c)));
    expressions.forEach(e -> on.add("(" + e + ")"));
    return "CREATE STATISTICS "
        + quotedName
        + (kinds.isEmpty() ? "" : " (" + String.join(", ", kinds) + ")")
        + " ON "
        + String.join(", ", on)
        + " FROM "
        + quotedTable;
  }

  /** The statement that fills it; it draws the statistics of these columns anew as well. */
  public String analyze() {
    return "ANALYZE "
        + qualifiedTable()
        + analyzed.stream().map(Sql::identifier).collect(Collectors.joining(", ", " (", ")"));
  }

  /** The statement that takes it away. */
  public String drop() {
    return "DROP STATISTICS " + qualifiedName();
  }

  /** Quoted. */
  public String qualifiedTable() {
    return Sql.identifier(schema, table);
  }

  /** Quoted. */
  public String qualifiedName() {
    return Sql.identifier(schema, name);
  }
}
