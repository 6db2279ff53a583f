package dev.proven.postgres.setting;

import java.util.HashSet;
import java.util.stream.Stream;

/**
 * What a node of a plan would like to keep in memory, by the planner's estimates and the sizes that
 * the server's own cost functions give a row (nodeHash.c, costsize.c).
 *
 * @param part id of the statement
 * @param node its type
 * @param bytes estimated
 * @param hashed whether hash_mem_multiplier counts for it
 */
record MemoryNeed(String part, String node, double bytes, boolean hashed) {
  /** A sorted row: its header of 24 bytes, and the sort's own entry for it. */
  private static final double SORTED_ROW = 24 + 24;

  /** A row in a hash table: its link and header. */
  private static final double HASHED_ROW = 16 + 16;

  /** A group of an aggregate: its entry, header and a state. */
  private static final double GROUP = 56 + 16;

  /** All needs of a plan. Sorting for a LIMIT keeps only the first rows and needs little. */
  static Stream<MemoryNeed> of(String part, Plan plan) {
    var forLimit =
        plan.top().all().filter(n -> n.type().equals("Limit")).flatMap(n -> n.children().stream());
    var sparing = new HashSet<>(forLimit.toList());
    return plan.top().all().flatMap(node -> of(part, node, sparing.contains(node)));
  }

  private static Stream<MemoryNeed> of(String part, Node node, boolean sparing) {
    double rows = node.number("Plan Rows");
    double width = Math.ceil(node.number("Plan Width") / 8) * 8;
    if (node.type().equals("Sort") && !sparing) {
      return Stream.of(new MemoryNeed(part, "Sort", rows * (width + SORTED_ROW), false));
    }
    if (node.type().equals("Hash")) {
      return Stream.of(new MemoryNeed(part, "Hash", rows * (width + HASHED_ROW), true));
    }
    return node.isHashed()
        ? Stream.of(new MemoryNeed(part, "HashAggregate", rows * (width + GROUP), true))
        : Stream.empty();
  }
}
