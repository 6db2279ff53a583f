package dev.proven.postgres.index;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.Change;
import dev.proven.core.ChangeRecord;
import dev.proven.core.journal.Journal;
import dev.proven.core.journal.Undo;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.PostgresUndo;
import dev.proven.postgres.Sql;
import dev.proven.postgres.apply.NewIndex;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A new btree index.
 *
 * @param schema of the table, unquoted
 * @param table unquoted
 * @param keys one to three
 * @param name of the index, unquoted; free in the schema when it was chosen
 */
record CreateIndex(String schema, String table, List<Key> keys, String name)
    implements Change<PostgresTarget> {

  @Override
  public String script() {
    return "CREATE INDEX "
        + Sql.identifier(name)
        + " ON "
        + Sql.identifier(schema, table)
        + keys.stream().map(Key::sql).collect(Collectors.joining(", ", " (", ");"));
  }

  @Override
  public List<ChangeRecord> records() {
    var body = keys.stream().map(Key::sql).collect(Collectors.joining(", ", "(", ")"));
    return List.of(NewIndex.of(schema, table, name, body).record());
  }

  @Override
  @MustBeClosed
  public Undo apply(PostgresTarget target, Journal journal) throws Exception {
    var undo = PostgresUndo.dropIndex(target, schema, name, false);
    try (var connection = target.connectForChange()) {
      return journal.apply(undo, () -> Sql.execute(connection, script()));
    }
  }

  TableName on() {
    return new TableName(schema, table);
  }
}
