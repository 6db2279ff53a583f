package dev.proven.postgres.index;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.ChangeRecord;
import dev.proven.core.journal.Journal;
import dev.proven.core.journal.Undo;
import dev.proven.postgres.IndexParts;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.PostgresUndo;
import dev.proven.postgres.Sql;
import dev.proven.postgres.apply.NewIndex;
import dev.proven.postgres.whatif.Analysis;
import dev.proven.postgres.whatif.Extension;
import dev.proven.postgres.whatif.IndexDefinition;
import dev.proven.postgres.whatif.IndexKey;
import java.sql.Connection;
import java.util.List;

/**
 * A new index, with the extension that it needs where the database lacks it.
 *
 * @param definition what it is
 * @param name of the index, unquoted; free in the schema when it was chosen
 */
record CreateIndex(IndexDefinition definition, String name) implements IndexChange {

  @Override
  public String script() {
    var script = new StringBuilder();
    Extension.of(definition).ifPresent(e -> script.append(e.create()).append(";\n"));
    script.append(definition.create(name)).append(';');
    if (definition.keys().stream().anyMatch(k -> k.subject() instanceof IndexKey.Expression)) {
      var table = Sql.identifier(definition.schema(), definition.table());
      script.append("\nANALYZE ").append(table).append(';');
    }
    return script.toString();
  }

  @Override
  public List<ChangeRecord> records() {
    return List.of(
        NewIndex.of(definition.schema(), definition.table(), name, definition.behindTable())
            .needing(Extension.of(definition))
            .record());
  }

  @Override
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // both are the undo that is returned
  public Undo apply(PostgresTarget target, Journal journal) throws Exception {
    try (var connection = target.connectForChange()) {
      var extension = extension(target, journal, connection);
      try {
        var index = index(target, journal, connection);
        return () -> {
          index.close();
          extension.close();
        };
      } catch (Exception e) {
        extension.close();
        throw e;
      }
    }
  }

  @MustBeClosed
  private Undo extension(PostgresTarget target, Journal journal, Connection connection)
      throws Exception {
    var wanted = Extension.of(definition);
    if (wanted.isEmpty() || wanted.get().isInstalled(connection)) {
      return () -> {};
    }
    return journal.apply(
        PostgresUndo.dropExtension(target, wanted.get().name()),
        () -> Sql.execute(connection, wanted.get().create()));
  }

  @MustBeClosed
  private Undo index(PostgresTarget target, Journal journal, Connection connection)
      throws Exception {
    return journal.apply(
        PostgresUndo.dropIndex(target, definition.schema(), name, false),
        () -> {
          IndexParts.make(
              connection, definition.schema(), definition.table(), name, definition.behindTable());
          Analysis.of(connection, definition, name);
        });
  }

  TableName on() {
    return IndexText.table(definition);
  }
}
