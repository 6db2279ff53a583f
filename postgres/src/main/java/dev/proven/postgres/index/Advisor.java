package dev.proven.postgres.index;

import dev.proven.postgres.whatif.IndexDefinition;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Chooses among candidates by asking the planner what it would do with them: the best set within
 * the storage that there is, and alternatives to it for when times have been measured.
 */
final class Advisor {
  /** No more indexes are chosen than can be proven in one sprint. */
  static final int MOST = 24;

  private static final String OTHERS = "others do as much for the same statements";
  private static final int MOST_ALTERNATIVES = 28;
  private static final int ALTERNATIVES_OF_A_PART = 3;

  /** Sparing a smaller fraction of a part is no reason to look at an index. */
  private static final double LEAST_SPARED = 0.03;

  /** Smaller indexes are all as small, bytes. */
  private static final long SMALL = 100_000;

  private static final Duration EXCHANGING = Duration.ofSeconds(4);

  private final CostTable costs;
  private final Selection selection;
  private final long budget;
  private final Duration patience;

  /**
   * Asks a table of costs.
   *
   * @param budget bytes that all indexes may take together
   * @param patience for asking about candidates
   */
  Advisor(CostTable costs, long budget, Duration patience) {
    this.costs = costs;
    this.budget = budget;
    this.patience = patience;
    this.selection = new Selection(costs, costs.whatIf()::bytes, budget, EXCHANGING);
  }

  /**
   * What came of it.
   *
   * @param choice the best set by estimate
   * @param alternatives further indexes, the most promising first
   * @param unjudged of which this way of asking can say nothing
   * @param cut why the others were left aside
   */
  record Advice(
      Selection.Choice choice,
      List<IndexDefinition> alternatives,
      List<IndexDefinition> unjudged,
      Map<Set<IndexDefinition>, String> cut) {
    /** How many were left aside for each reason. */
    Map<String, Integer> counts() {
      var counts = new TreeMap<String, Integer>();
      cut.values().forEach(reason -> counts.merge(reason, 1, Integer::sum));
      return counts;
    }

    /** Why an index was left aside. */
    String reason(IndexDefinition index) {
      return cut.getOrDefault(Set.of(index), OTHERS);
    }
  }

  Advice advise(List<Pool.Wanted> wanted) throws SQLException {
    var pool = new Pool(costs, selection, selection.least() / 2, patience);
    pool.ask(wanted);
    var choice = selection.choose(pool.sets(), MOST);
    var alternatives = alternatives(pool, choice, wanted);
    var cut = new LinkedHashMap<>(pool.dropped());
    for (var set : pool.sets()) {
      boolean taken =
          choice.indexes().containsAll(set) || set.stream().anyMatch(alternatives::contains);
      if (!taken) {
        cut.put(
            set, selection.bytes(set) > budget ? "it alone takes more than the storage" : OTHERS);
      }
    }
    return new Advice(choice, alternatives, pool.unjudged(), cut);
  }

  /**
   * For each part what would serve it best by itself, and best for the bytes; those parts come
   * first that still cost most beside the choice.
   */
  private List<IndexDefinition> alternatives(
      Pool pool, Selection.Choice choice, List<Pool.Wanted> wanted) throws SQLException {
    Map<Set<IndexDefinition>, Double> size = new HashMap<>();
    for (var set : pool.sets()) {
      size.put(set, (double) Math.max(SMALL, selection.bytes(set)));
    }
    var parts =
        costs.parts().stream().sorted(Comparator.comparingDouble(p -> -left(choice, p))).toList();
    var chosen = new LinkedHashSet<Set<IndexDefinition>>();
    for (int rank = 0; rank < ALTERNATIVES_OF_A_PART; rank++) {
      for (String part : parts) {
        var serving =
            wanted.stream()
                .filter(w -> w.parts().contains(part) && pool.gain(w.indexes()) > 0)
                .map(Pool.Wanted::indexes)
                .filter(s -> pool.spares(s, part) >= LEAST_SPARED)
                .toList();
        nth(serving, rank, s -> -pool.spares(s, part)).ifPresent(chosen::add);
        nth(serving, rank, s -> -pool.spares(s, part) / size.getOrDefault(s, 1.0))
            .ifPresent(chosen::add);
      }
    }
    var indexes = new LinkedHashSet<IndexDefinition>();
    chosen.forEach(indexes::addAll);
    indexes.removeAll(choice.indexes());
    return indexes.stream().limit(MOST_ALTERNATIVES).toList();
  }

  /** Estimated seconds, times calls, that a part still takes with a set. */
  private double left(Selection.Choice choice, String part) {
    return costs.costed().cost(part) * costs.ratio(part, choice.answers(), choice.indexes());
  }

  private static Optional<Set<IndexDefinition>> nth(
      List<Set<IndexDefinition>> sets, int rank, ToDoubleFunction<Set<IndexDefinition>> order) {
    return sets.stream().sorted(Comparator.comparingDouble(order)).skip(rank).findFirst();
  }
}
