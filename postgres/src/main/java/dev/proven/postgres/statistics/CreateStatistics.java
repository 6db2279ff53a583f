package dev.proven.postgres.statistics;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.Change;
import dev.proven.core.ChangeRecord;
import dev.proven.core.journal.Journal;
import dev.proven.core.journal.Undo;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.apply.MadeStatistics;
import dev.proven.postgres.apply.NewStatistics;
import dev.proven.postgres.whatif.Analysis;
import java.util.List;

/**
 * New extended statistics. On a copy they alone are new: what ANALYZE draws beside them is put back
 * where the server can do that.
 *
 * @param statistics what they are
 */
record CreateStatistics(NewStatistics statistics) implements Change<PostgresTarget> {

  @Override
  public String script() {
    return statistics.create() + ";\n" + statistics.analyze() + ";";
  }

  @Override
  public List<ChangeRecord> records() {
    return List.of(statistics.record());
  }

  @Override
  @MustBeClosed
  public Undo apply(PostgresTarget target, Journal journal) throws Exception {
    try (var connection = target.connectForChange()) {
      return MadeStatistics.make(
          target,
          journal,
          connection,
          statistics,
          c -> Analysis.of(c, statistics.schema(), statistics.table(), statistics.analyze()));
    }
  }
}
