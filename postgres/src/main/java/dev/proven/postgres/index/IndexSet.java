package dev.proven.postgres.index;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.Change;
import dev.proven.core.ChangeRecord;
import dev.proven.core.journal.Journal;
import dev.proven.core.journal.Undo;
import dev.proven.postgres.PostgresTarget;
import java.util.List;

/**
 * Several changes that belong together: indexes of which none helps without the others, or a new
 * one and those that it replaces.
 *
 * @param each of them, none a set itself
 */
record IndexSet(List<IndexChange> each) implements IndexChange {
  IndexSet {
    each = each.stream().flatMap(c -> c.each().stream()).toList();
  }

  private Change<PostgresTarget> all() {
    return Change.all(each);
  }

  @Override
  public String script() {
    return all().script();
  }

  @Override
  public List<ChangeRecord> records() {
    return all().records();
  }

  @Override
  @MustBeClosed
  public Undo apply(PostgresTarget target, Journal journal) throws Exception {
    return all().apply(target, journal);
  }
}
