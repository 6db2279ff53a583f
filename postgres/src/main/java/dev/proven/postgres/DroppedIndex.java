package dev.proven.postgres;

import dev.proven.core.journal.UndoRecord;
import java.util.Map;

/**
 * An index that was dropped and can be made again, never one that keeps keys unique. The statement
 * that makes it is composed of names, which are quoted, and of one definition, which is checked to
 * be no more than that: a journal may come from anywhere.
 *
 * @param schema unquoted
 * @param table unquoted, in the same schema
 * @param name unquoted
 * @param body what stands behind the table, as the server prints it
 */
record DroppedIndex(String schema, String table, String name, String body) {
  DroppedIndex {
    if (!IndexBody.isOneDefinition(body)) {
      throw new IllegalStateException(
          "the journal does not describe an index, and nothing is executed of it: " + body);
    }
  }

  static DroppedIndex of(StandingIndex index) {
    if (index.unique()) {
      throw new IllegalStateException(index.qualifiedName() + " keeps keys unique");
    }
    return new DroppedIndex(index.schema(), index.table(), index.name(), index.body());
  }

  /** Reads the record of a journal. */
  static DroppedIndex of(UndoRecord record) {
    return new DroppedIndex(
        record.field("schema"), record.field("table"), record.field("index"), record.field("body"));
  }

  Map<String, String> fields() {
    return Map.of("schema", schema, "table", table, "index", name, "body", body);
  }

  /** The statement that makes it; others may write meanwhile where it is made concurrently. */
  String create(boolean concurrently) {
    return "CREATE INDEX "
        + (concurrently ? "CONCURRENTLY " : "")
        + Sql.identifier(name)
        + " ON "
        + Sql.identifier(schema, table)
        + " "
        + body;
  }
}
