package dev.proven.postgres.apply;

import dev.proven.core.ChangeRecord;
import dev.proven.postgres.PostgresKind;
import dev.proven.postgres.Sql;
import dev.proven.postgres.StandingIndex;
import java.util.Map;
import java.util.TreeMap;

/**
 * An index that is to be dropped.
 *
 * @param schema unquoted
 * @param name unquoted
 * @param table that it is on, unquoted; in the same schema
 * @param body what stood behind the table in the statement that makes it, as the server prints it
 *     with an empty search path, when it was measured
 * @param unused whether it is to go because nobody is known to use it; else because another does
 *     what it does, or because it was never finished
 */
public record OldIndex(String schema, String name, String table, String body, boolean unused) {
  /** The action of its record. */
  public static final String ACTION = "drop-index";

  private static final String UNUSED = "unused";

  /** An index that nobody would miss, however often it is used. */
  public OldIndex(String schema, String name, String table, String body) {
    this(schema, name, table, body, false);
  }

  /** The same index, to go because nobody is known to use it. */
  public OldIndex asUnused() {
    return new OldIndex(schema, name, table, body, true);
  }

  /** The index as it stands in a catalog. */
  public static OldIndex of(StandingIndex index, String table) {
    return new OldIndex(index.schema(), index.name(), table, index.body());
  }

  /** Reads the record of a run; an older one does not say why, so the cautious reason is taken. */
  static OldIndex of(ChangeRecord change) {
    return new OldIndex(
        change.field("schema"),
        change.field("index"),
        change.field("table"),
        change.field("body"),
        change.data().getOrDefault(UNUSED, "true").equals("true"));
  }

  public ChangeRecord record() {
    return new ChangeRecord(
        PostgresKind.ID,
        ACTION,
        new TreeMap<>(
            Map.of(
                "schema",
                schema,
                "index",
                name,
                "table",
                table,
                "body",
                body,
                UNUSED,
                String.valueOf(unused))));
  }

  /** The statement that drops it; others may write meanwhile where it is dropped concurrently. */
  public String drop(boolean concurrently) {
    return "DROP INDEX " + (concurrently ? "CONCURRENTLY " : "") + qualifiedName();
  }

  String qualifiedName() {
    return Sql.identifier(schema, name);
  }

  String qualifiedTable() {
    return Sql.identifier(schema, table);
  }
}
