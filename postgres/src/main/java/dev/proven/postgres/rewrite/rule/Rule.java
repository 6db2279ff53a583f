package dev.proven.postgres.rewrite.rule;

import dev.proven.postgres.rewrite.sql.Query;
import java.util.List;

/**
 * A way to ask the same question in other words. A rule states what it needs, reads that from the
 * catalog, and stays silent where it is not given.
 */
public interface Rule {
  /** A short id, such as {@code grouped-join}. */
  String id();

  /**
   * Other forms of the query, one for each place where the rule fits, always in the same order.
   *
   * @param root the whole statement
   * @param facts what is known of it
   */
  List<Rewritten> rewrite(Query root, Facts facts);

  /**
   * Where the rule would be of use and is refused, and why: what is missing, in a sentence each.
   *
   * @param root the whole statement
   * @param facts what is known of it
   */
  default List<String> hindrances(Query root, Facts facts) {
    return List.of();
  }

  /** Whether an index can be of use to its text that is none to the original. */
  default boolean opensIndexes() {
    return false;
  }

  /**
   * Whether the planner's estimates tell what it is worth. They do not where the rule changes what
   * the planner knows: it may estimate more rows, and be right.
   */
  default boolean canBeEstimated() {
    return true;
  }
}
