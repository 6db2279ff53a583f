package dev.proven.postgres.whatif;

import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What the planner said of one statement. */
public sealed interface Planned {
  /**
   * A plan.
   *
   * @param cost the planner's total cost, comparable only within one statement
   * @param used which of the added indexes take part in it
   * @param top its top node, as {@code EXPLAIN (VERBOSE, FORMAT JSON)} shows it; added indexes have
   *     made-up names in it
   */
  record Plan(double cost, Set<IndexDefinition> used, JsonNode top) implements Planned {
    static Plan of(JsonNode top, java.util.Map<String, IndexDefinition> names) {
      var used = new java.util.HashSet<IndexDefinition>();
      for (var name : top.findValuesAsString("Index Name")) {
        var index = names.get(name);
        if (index != null) {
          used.add(index);
        }
      }
      return new Plan(top.path("Total Cost").asDouble(0), Set.copyOf(used), top);
    }
  }

  /**
   * No plan.
   *
   * @param reason the server's first line
   */
  record Refused(String reason) implements Planned {}
}
