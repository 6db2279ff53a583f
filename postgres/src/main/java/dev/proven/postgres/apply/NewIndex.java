package dev.proven.postgres.apply;

import dev.proven.core.ChangeRecord;
import dev.proven.postgres.PostgresKind;
import dev.proven.postgres.Sql;
import java.util.Map;
import java.util.TreeMap;

/**
 * An index that is to be made.
 *
 * @param schema of the table, unquoted
 * @param table unquoted
 * @param name of the index, unquoted
 * @param unique whether no two rows may have the same key
 * @param body what stands behind the table in the statement that makes it, such as {@code ("a", "b"
 *     DESC)} or {@code USING gin ("doc") WHERE "live"}
 */
public record NewIndex(String schema, String table, String name, boolean unique, String body) {
  /** The action of its record. */
  public static final String ACTION = "create-index";

  /** One that allows equal keys. */
  public static NewIndex of(String schema, String table, String name, String body) {
    return new NewIndex(schema, table, name, false, body);
  }

  /** Reads the record of a run. */
  static NewIndex of(ChangeRecord change) {
    return new NewIndex(
        change.field("schema"),
        change.field("table"),
        change.field("index"),
        Boolean.parseBoolean(change.field("unique")),
        change.field("body"));
  }

  public ChangeRecord record() {
    return new ChangeRecord(
        PostgresKind.ID,
        ACTION,
        new TreeMap<>(
            Map.of(
                "schema", schema,
                "table", table,
                "index", name,
                "unique", String.valueOf(unique),
                "body", body)));
  }

  /** The statement that makes it; others may write meanwhile where it is made concurrently. */
  public String create(boolean concurrently) {
    return create(concurrently, Sql.identifier(name), qualifiedTable());
  }

  private String create(boolean concurrently, String index, String on) {
    return "CREATE "
        + (unique ? "UNIQUE " : "")
        + "INDEX "
        + (concurrently ? "CONCURRENTLY " : "")
        + index
        + " ON "
        + on
        + " "
        + body;
  }

  /** The same index on another table, under a name that the server chooses. */
  String createOn(String quotedTable) {
    return create(false, "", quotedTable);
  }

  /** The statement that takes it back from a database in use. */
  public String drop() {
    return "DROP INDEX CONCURRENTLY " + qualifiedName();
  }

  String qualifiedTable() {
    return Sql.identifier(schema, table);
  }

  String qualifiedName() {
    return Sql.identifier(schema, name);
  }
}
