package dev.proven.postgres.index;

import dev.proven.postgres.whatif.IndexDefinition;
import java.util.List;
import java.util.Set;

/**
 * Indexes that could serve one use of a table: nearly always one, and more only where none of them
 * serves without the others.
 *
 * @param indexes one to four, all on that table
 * @param purpose how they would serve
 * @param served conditions with constants, as the plan shows them, that narrow what is read
 */
record Idea(List<IndexDefinition> indexes, String purpose, Set<String> served) {
  Idea {
    indexes = List.copyOf(indexes);
    served = Set.copyOf(served);
  }

  static Idea of(IndexDefinition index, String purpose, Set<String> served) {
    return new Idea(List.of(index), purpose, served);
  }
}
