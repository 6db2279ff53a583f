package dev.proven.postgres.whatif;

import java.util.Set;

/**
 * In what the indexes differ from those that the database has.
 *
 * @param added that do not exist
 * @param hidden that exist and are taken not to
 */
public record Indexes(Set<IndexDefinition> added, Set<QualifiedName> hidden) {
  /** The database as it is. */
  public static final Indexes AS_IT_IS = new Indexes(Set.of(), Set.of());

  public Indexes {
    added = Set.copyOf(added);
    hidden = Set.copyOf(hidden);
  }

  /** Only more of them. */
  public static Indexes adding(Set<IndexDefinition> indexes) {
    return new Indexes(indexes, Set.of());
  }
}
