package dev.proven.postgres.apply;

import dev.proven.core.ChangeRecord;
import dev.proven.core.Problem;
import dev.proven.postgres.IndexBody;
import dev.proven.postgres.PostgresKind;
import dev.proven.postgres.Sql;
import dev.proven.postgres.whatif.Extension;
import java.util.Optional;
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
 * @param extension that gives it its operator class, where it needs one
 */
public record NewIndex(
    String schema,
    String table,
    String name,
    boolean unique,
    String body,
    Optional<Extension> extension) {
  /** The action of its record. */
  public static final String ACTION = "create-index";

  private static final String EXTENSION = "extension";
  private static final String EXTENSION_SCHEMA = "extensionSchema";

  /** One that allows equal keys. */
  public static NewIndex of(String schema, String table, String name, String body) {
    return new NewIndex(schema, table, name, false, body, Optional.empty());
  }

  /** The same with the extension that it needs, if any. */
  public NewIndex needing(Optional<Extension> needed) {
    return new NewIndex(schema, table, name, unique, body, needed);
  }

  /**
   * Reads the record of a run. It may have been edited, and a look already tries the index: nothing
   * but one definition is ever executed.
   *
   * @throws Problem failed, where it is not what a run writes
   */
  static NewIndex of(ChangeRecord change) {
    if (!IndexBody.isOneDefinition(change.field("body"))) {
      throw damaged(change);
    }
    return new NewIndex(
        change.field("schema"),
        change.field("table"),
        change.field("index"),
        Boolean.parseBoolean(change.field("unique")),
        change.field("body"),
        extension(change));
  }

  private static Optional<Extension> extension(ChangeRecord change) {
    if (!change.data().containsKey(EXTENSION)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Extension.named(change.field(EXTENSION), change.field(EXTENSION_SCHEMA)));
    } catch (IllegalArgumentException e) {
      throw damaged(change).causedBy(e);
    }
  }

  private static Problem damaged(ChangeRecord change) {
    return Problem.failed(
        "The record of the run does not describe an index: "
            + change.data().getOrDefault(EXTENSION, "")
            + " "
            + change.field("body"),
        "Nothing was executed. The record is damaged or was edited: run again.");
  }

  public ChangeRecord record() {
    var data = new TreeMap<String, String>();
    data.put("schema", schema);
    data.put("table", table);
    data.put("index", name);
    data.put("unique", String.valueOf(unique));
    data.put("body", body);
    extension.ifPresent(e -> {
      data.put(EXTENSION, e.name());
      data.put(EXTENSION_SCHEMA, e.schema());
    });
    return new ChangeRecord(PostgresKind.ID, ACTION, data);
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
