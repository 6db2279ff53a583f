package dev.proven.postgres.setting;

import dev.proven.core.Proposal;
import dev.proven.core.experiment.Part;
import dev.proven.postgres.PostgresTarget;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What differs between two arms by their settings, and which settings take part in a plan. */
final class ArmSettings {
  private static final double MOST_SECONDS = 5;

  private ArmSettings() {}

  /**
   * The parts that are planned or compiled differently and, where the memory of a node differs,
   * those that spill or take too long to see. A part that cannot be planned is taken to be
   * affected.
   */
  static Set<String> affected(PostgresTarget a, PostgresTarget b, List<Part> parts)
      throws SQLException {
    Map<String, Plan> before;
    Map<String, Plan> after;
    boolean memory;
    try (var one = a.connect();
        var other = b.connect()) {
      memory = differ(Settings.read(one), Settings.read(other));
    }
    try (var one = Explain.on(a);
        var other = Explain.on(b)) {
      before = one.plans(parts);
      after = other.plans(parts);
    }
    var affected = new TreeSet<String>();
    for (var part : parts) {
      var old = before.get(part.id());
      var now = after.get(part.id());
      if (old == null || now == null || !old.sameAs(now)) {
        affected.add(part.id());
      }
    }
    if (memory) {
      affected.addAll(
          spilling(a, parts.stream().filter(p -> !affected.contains(p.id())).toList(), before));
    }
    return affected;
  }

  private static boolean differ(Settings one, Settings other) {
    return Knobs.MEMORY.stream().anyMatch(name -> !one.find(name).equals(other.find(name)));
  }

  private static Set<String> spilling(
      PostgresTarget target, List<Part> parts, Map<String, Plan> plans) throws SQLException {
    var candidates =
        parts.stream()
            .filter(p -> plans.containsKey(p.id()))
            .filter(p -> usesMemory(plans, p))
            .toList();
    var seen = Executions.of(target, candidates, MOST_SECONDS);
    var spilling = new TreeSet<>(seen.spills().keySet());
    spilling.addAll(seen.unfinished());
    return spilling;
  }

  private static boolean usesMemory(Map<String, Plan> plans, Part part) {
    var plan = plans.get(part.id());
    return plan != null && plan.usesMemory();
  }

  /** The chosen settings without which a slower part would be planned or compiled otherwise. */
  static Set<String> suspects(
      PostgresTarget copy, List<Proposal<PostgresTarget>> chosen, List<Part> slower)
      throws SQLException {
    var suspects = new TreeSet<String>();
    try (var explain = Explain.on(copy)) {
      var now = explain.plans(slower);
      for (var proposal : chosen) {
        if (proposal.change() instanceof SetForSessions value
            && takesPart(
                value, now, explain.plans(slower, Map.of(value.setting(), value.before())))) {
          suspects.add(proposal.id());
        }
      }
    }
    return suspects;
  }

  private static boolean takesPart(
      SetForSessions value, Map<String, Plan> now, Map<String, Plan> without) {
    boolean memory = Knobs.MEMORY.contains(value.setting());
    return now.entrySet().stream()
        .anyMatch(e -> {
          var other = without.get(e.getKey());
          return other == null
              || !e.getValue().sameAs(other)
              || (memory && e.getValue().usesMemory());
        });
  }
}
