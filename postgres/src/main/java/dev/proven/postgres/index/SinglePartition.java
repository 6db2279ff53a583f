package dev.proven.postgres.index;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The partition that a workload reads alone among its sisters, such as that of the current month:
 * an index on it by itself may do as much as one on all of them.
 */
final class SinglePartition {
  private SinglePartition() {}

  /** The uses with those of such partitions by themselves added. */
  static List<TableUse> add(List<TableUse> uses, Partitions partitions) {
    Map<TableName, Set<TableName>> read = new HashMap<>();
    for (TableUse use : uses) {
      use.scan().on().stream()
          .filter(partitions::isLeaf)
          .forEach(t -> read.computeIfAbsent(partitions.root(t), _ -> new HashSet<>()).add(t));
    }
    var all = new ArrayList<TableUse>(uses);
    for (TableUse use : uses) {
      var leaves = read.getOrDefault(use.table(), Set.of());
      if (leaves.size() == 1) {
        all.add(use.of(leaves.iterator().next()));
      }
    }
    return List.copyOf(all);
  }
}
