package dev.proven.postgres.rewrite;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.Change;
import dev.proven.core.ChangeRecord;
import dev.proven.core.Proposal;
import dev.proven.core.journal.Journal;
import dev.proven.core.journal.Undo;
import dev.proven.postgres.PostgresTarget;
import java.util.List;

/**
 * Another text that is sent for a statement, and the index that only that text can use: neither is
 * worth anything without the other.
 *
 * @param index as the index optimizer proposes it for the other text
 */
record TextWithIndex(SendRewritten text, Proposal<PostgresTarget> index)
    implements Change<PostgresTarget> {

  private Change<PostgresTarget> both() {
    return Change.all(List.of(index.change(), text));
  }

  @Override
  public String script() {
    return both().script();
  }

  @Override
  public List<ChangeRecord> records() {
    return both().records();
  }

  @Override
  @MustBeClosed
  public Undo apply(PostgresTarget target, Journal journal) throws Exception {
    return both().apply(target, journal);
  }
}
