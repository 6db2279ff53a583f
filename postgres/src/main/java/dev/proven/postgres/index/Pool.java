package dev.proven.postgres.index;

import dev.proven.postgres.whatif.IndexDefinition;
import dev.proven.postgres.whatif.IndexMethod;
import dev.proven.postgres.whatif.Indexes;
import dev.proven.postgres.whatif.Planned;
import dev.proven.postgres.whatif.WhatIf;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The indexes from which a set is chosen, each by itself, and those that a statement uses only
 * together: all that the planner, asked about each, would use for something worth having.
 */
final class Pool {
  /** Shown to the planner at once, where it is asked what it would use together. */
  private static final int MOST_AT_ONCE = 20;

  private static final int MOST_TOGETHER = 4;

  private final CostTable costs;
  private final Selection selection;
  private final double least;
  private final long deadline;
  private final Map<Set<IndexDefinition>, Double> gains = new LinkedHashMap<>();
  private final Map<Set<IndexDefinition>, CostTable.Answers> alone = new HashMap<>();
  private final Map<Set<IndexDefinition>, String> dropped = new LinkedHashMap<>();
  private final Set<IndexDefinition> unjudged = new LinkedHashSet<>();

  /**
   * Asks a table of costs.
   *
   * @param patience after which no further candidate is asked about
   */
  Pool(CostTable costs, Selection selection, double least, Duration patience) {
    this.costs = costs;
    this.selection = selection;
    this.least = least;
    this.deadline = System.nanoTime() + patience.toNanos();
  }

  /**
   * Indexes with the parts that they may serve.
   *
   * @param indexes nearly always one
   * @param parts by id
   */
  record Wanted(Set<IndexDefinition> indexes, Collection<String> parts) {}

  /** Asks about each of them, and what each part would use of them together. */
  void ask(List<Wanted> wanted) throws SQLException {
    var all = new LinkedHashSet<IndexDefinition>();
    wanted.forEach(w -> all.addAll(w.indexes()));
    costs.whatIf().plans(Indexes.adding(all), Map.of());
    for (Wanted one : wanted) {
      ask(one);
    }
    together(wanted);
  }

  private void ask(Wanted wanted) throws SQLException {
    if (System.nanoTime() > deadline) {
      dropped.put(wanted.indexes(), "there was no time to ask the planner about it");
      return;
    }
    var refusal =
        wanted.indexes().stream()
            .map(costs.whatIf()::refusal)
            .filter(Optional::isPresent)
            .findFirst();
    if (refusal.isPresent() && wanted.indexes().stream().anyMatch(this::isUnjudged)) {
      unjudged.addAll(wanted.indexes());
      return;
    }
    if (refusal.isPresent()) {
      dropped.put(wanted.indexes(), "the server refused it: " + refusal.get().orElse(""));
      return;
    }
    var none = selection.none();
    var answers = costs.adding(wanted.indexes(), Set.of(), none.answers(), wanted.parts());
    alone.put(wanted.indexes(), answers);
    double gain = selection.value(new Selection.Choice(wanted.indexes(), answers));
    boolean used = wanted.indexes().stream().allMatch(i -> !answers.users(i).isEmpty());
    if (!used) {
      dropped.put(wanted.indexes(), "the planner uses it in no statement");
    } else if (gain < least) {
      dropped.put(wanted.indexes(), "by the planner's estimate it spares too little by itself");
    } else {
      gains.put(wanted.indexes(), gain);
    }
  }

  /** HypoPG knows fewer methods than the server. */
  private boolean isUnjudged(IndexDefinition index) {
    return costs.whatIf().way() == WhatIf.Way.HYPOPG && index.method() == IndexMethod.GIN;
  }

  /** Shows each part the best of what may serve it, all at once. */
  private void together(List<Wanted> wanted) throws SQLException {
    var byPart = new HashMap<String, List<Wanted>>();
    for (Wanted one : wanted) {
      if (gains.containsKey(one.indexes()) || isUnused(one)) {
        one.parts().forEach(p -> byPart.computeIfAbsent(p, _ -> new ArrayList<>()).add(one));
      }
    }
    for (var part : byPart.entrySet()) {
      if (part.getValue().size() > 1 && System.nanoTime() < deadline) {
        together(part.getKey(), part.getValue());
      }
    }
  }

  private boolean isUnused(Wanted wanted) {
    return dropped.getOrDefault(wanted.indexes(), "").startsWith("the planner uses it in no");
  }

  private void together(String id, List<Wanted> candidates) throws SQLException {
    var best = new ArrayList<>(candidates);
    best.sort(Comparator.comparingDouble(w -> -gains.getOrDefault(w.indexes(), 0.0)));
    var shown = new LinkedHashSet<IndexDefinition>();
    best.stream().limit(MOST_AT_ONCE).forEach(w -> shown.addAll(w.indexes()));
    var planned = costs.whatIf().plan(Indexes.adding(shown), costs.part(id).text());
    if (planned instanceof Planned.Plan plan) {
      var used = plan.used();
      boolean several = used.size() > 1 && used.size() <= MOST_TOGETHER;
      if (several && !gains.containsKey(used)) {
        double gain = selection.value(selection.alone(used));
        double apart = used.stream().mapToDouble(i -> gains.getOrDefault(Set.of(i), 0.0)).sum();
        if (gain >= least && gain > apart) {
          gains.put(used, gain);
        }
      }
    }
  }

  /** Of which nothing can be said in this way. */
  List<IndexDefinition> unjudged() {
    return List.copyOf(unjudged);
  }

  /** What may be chosen, each nearly always one index. */
  List<Set<IndexDefinition>> sets() {
    return List.copyOf(gains.keySet());
  }

  /** What it is worth by itself, by estimate; 0 of what may not be chosen. */
  double gain(Set<IndexDefinition> indexes) {
    return gains.getOrDefault(indexes, 0.0);
  }

  /**
   * The fraction of a part's estimated cost that it spares by itself; 0 where it spares nothing.
   */
  double spares(Set<IndexDefinition> indexes, String part) {
    var answers = alone.get(indexes);
    return answers == null ? 0 : Math.max(0, 1 - answers.of(part).ratio());
  }

  /** What may not be chosen, each with the reason. */
  Map<Set<IndexDefinition>, String> dropped() {
    var really = new LinkedHashMap<>(dropped);
    var inSets = new HashSet<IndexDefinition>();
    gains.keySet().forEach(inSets::addAll);
    really.keySet().removeIf(inSets::containsAll);
    return really;
  }
}
