package dev.proven.postgres.apply;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.Change;
import dev.proven.core.ChangeRecord;
import dev.proven.core.Problem;
import dev.proven.core.journal.Journal;
import dev.proven.core.journal.Undo;
import dev.proven.postgres.IndexParts;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.PostgresUndo;
import dev.proven.postgres.Sql;
import dev.proven.postgres.StandingIndex;
import java.util.List;

/**
 * An index less.
 *
 * @param index what is dropped
 */
public record DropIndex(OldIndex index) implements Change<PostgresTarget> {

  @Override
  public String script() {
    return index.drop(false) + ";";
  }

  @Override
  public List<ChangeRecord> records() {
    return List.of(index.record());
  }

  @Override
  @MustBeClosed
  public Undo apply(PostgresTarget target, Journal journal) throws Exception {
    try (var connection = target.connectForChange()) {
      var standing =
          StandingIndex.of(connection, index.schema(), index.name())
              .orElseThrow(() ->
                  Problem.failed("There is no index " + index.qualifiedName() + ".", "Run again."));
      var undo =
          standing.partitioned()
              ? PostgresUndo.createIndex(
                  target, standing, IndexParts.of(connection, standing), false)
              : PostgresUndo.createIndex(target, standing, false);
      return journal.apply(undo, () -> Sql.execute(connection, script()));
    }
  }
}
