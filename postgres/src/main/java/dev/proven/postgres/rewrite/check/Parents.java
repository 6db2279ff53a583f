package dev.proven.postgres.rewrite.check;

import dev.proven.postgres.rewrite.catalog.Relation;
import java.util.ArrayList;
import java.util.List;

/** Brings tables into an order in which those that others refer to come first. */
final class Parents {
  private Parents() {}

  /** Tables that refer to each other in a circle come last, in any order. */
  static List<Relation> first(List<Relation> tables) {
    var open = new ArrayList<>(tables);
    var ordered = new ArrayList<Relation>();
    while (!open.isEmpty()) {
      var next = open.stream().filter(t -> !waits(t, open)).findFirst().orElse(open.getFirst());
      open.remove(next);
      ordered.add(next);
    }
    return ordered;
  }

  private static boolean waits(Relation table, List<Relation> open) {
    return table.foreignKeys().stream()
        .anyMatch(
            k -> k.parent() != table.oid() && open.stream().anyMatch(o -> o.oid() == k.parent()));
  }
}
