package dev.proven.postgres.index;

import dev.proven.postgres.whatif.IndexDefinition;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One index for each alternative of an OR: what they find is put together before the table is read,
 * so none of them serves without the others.
 */
final class OrKind implements CandidateKind {
  private static final int MOST = 4;

  private final List<CandidateKind> kinds;
  private final Selectivity selectivity;

  /**
   * Takes what it asks about each alternative.
   *
   * @param kinds of indexes that an alternative may be found by
   */
  OrKind(List<CandidateKind> kinds, Selectivity selectivity) {
    this.kinds = List.copyOf(kinds);
    this.selectivity = selectivity;
  }

  @Override
  public List<Idea> ideas(Table table, TableUse use) {
    return OwnCondition.of(use).stream().flatMap(c -> together(table, use, c).stream()).toList();
  }

  private Optional<Idea> together(Table table, TableUse use, OwnCondition condition) {
    var indexes = new LinkedHashSet<IndexDefinition>();
    for (var tokens : Conditions.alternatives(condition.tokens())) {
      var text = condition.planned().substring(tokens.getFirst().from(), tokens.getLast().to());
      var best = best(table, only(use, text));
      if (best.isEmpty()) {
        return Optional.empty();
      }
      indexes.addAll(best.get().indexes());
    }
    return indexes.isEmpty() || indexes.size() > MOST
        ? Optional.empty()
        : Optional.of(
            new Idea(
                List.copyOf(indexes), "each side of an OR by itself", Set.of(condition.planned())));
  }

  private Optional<Idea> best(Table table, TableUse use) {
    return kinds.stream()
        .flatMap(k -> k.ideas(table, use).stream())
        .filter(i -> i.indexes().size() == 1 && !i.served().isEmpty())
        .min(Comparator.comparingDouble(i -> selectivity.of(table, use.alias(), i.served())));
  }

  /** The same use of the table if that were its only condition. */
  private static TableUse only(TableUse use, String condition) {
    var scan = use.scan();
    var node =
        new PlanNode(
            scan.type(),
            scan.relationship(),
            scan.table(),
            scan.alias(),
            scan.index(),
            scan.cost(),
            scan.rows(),
            Map.of("Filter", List.of(condition)),
            List.of(),
            scan.on());
    return new TableUse(
        use.part(),
        use.importance(),
        use.alias(),
        use.table(),
        node,
        use.share(),
        use.shareOfRest(),
        use.repeated(),
        Conditions.terms(condition, scan.rows()).stream()
            .filter(t -> t.column().alias().equals(use.alias()))
            .toList(),
        List.of(),
        List.of(),
        Set.of("*"),
        Set.of("*"));
  }
}
