package dev.proven.postgres.index;

import dev.proven.core.Change;
import dev.proven.postgres.PostgresTarget;
import java.util.List;

/** A change of which indexes there are. */
sealed interface IndexChange extends Change<PostgresTarget>
    permits CreateIndex, DropIndex, IndexSet {

  /** The single changes that it is made of. */
  default List<IndexChange> each() {
    return List.of(this);
  }
}
