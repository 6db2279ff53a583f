package dev.proven.postgres.index;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Btree indexes over the rows for which conditions of a statement hold, with all else that it needs
 * of the table: the conditions need not be checked, so that their columns are not stored and the
 * table is not read. That can pay even where most rows meet the conditions.
 */
final class CoveringPartialKind implements CandidateKind {
  private static final int MOST_INCLUDED = 6;
  private static final int MOST_KEYS = 3;

  /** An index this large beside its table is not read faster than the table. */
  private static final double MOST_SIZE = 0.7;

  private final Selectivity selectivity;
  private final LastingConditions lasting;

  /**
   * Takes what it cannot see in a plan.
   *
   * @param selectivity of conditions
   * @param constant whether the constants of a statement, by its part's id, are always the same
   */
  CoveringPartialKind(Selectivity selectivity, Predicate<String> constant) {
    this.selectivity = selectivity;
    this.lasting = new LastingConditions(constant);
  }

  @Override
  public List<Idea> ideas(Table table, TableUse use) {
    var ideas = new ArrayList<Idea>();
    if (use.wholeRow() || !table.columns().keySet().containsAll(use.needed())) {
      return ideas;
    }
    var all = lasting.of(table, use);
    var always = all.stream().filter(OwnCondition::hasNoLiteral).toList();
    for (var conditions : new LinkedHashSet<>(List.of(all, always))) {
      if (!conditions.isEmpty()) {
        add(table, use, conditions, ideas);
      }
    }
    return List.copyOf(ideas);
  }

  private void add(Table table, TableUse use, List<OwnCondition> conditions, List<Idea> ideas) {
    var planned = conditions.stream().map(OwnCondition::planned).collect(Collectors.toSet());
    var stored = use.neededWithout(planned);
    boolean spares = stored.size() < use.needed().size();
    double kept = selectivity.of(table, use.alias(), planned);
    if (!spares || stored.isEmpty() || size(table, stored, kept) > MOST_SIZE * table.bytes()) {
      return;
    }
    for (List<Key> keys : KeyLists.of(table, use).keySet()) {
      var columns = keys.stream().map(Key::column).toList();
      var rest = stored.stream().filter(c -> !columns.contains(c)).toList();
      if (stored.containsAll(columns) && keys.size() <= MOST_KEYS && rest.size() <= MOST_INCLUDED) {
        ideas.add(idea(table, use, conditions, keys, rest));
      }
    }
  }

  private static double size(Table table, Set<String> stored, double kept) {
    double width =
        stored.stream().map(table.columns()::get).mapToDouble(c -> c == null ? 8 : c.width()).sum();
    return IndexSize.withoutDuplicates(kept * table.rows(), width);
  }

  private static Idea idea(
      Table table, TableUse use, List<OwnCondition> conditions, List<Key> keys, List<String> rest) {
    var served = new HashSet<>(Leading.conditions(use, keys.stream().map(Key::column).toList()));
    conditions.forEach(c -> served.add(c.planned()));
    var predicate =
        conditions.size() == 1
            ? conditions.getFirst().sql()
            : conditions.stream()
                .map(c -> "(" + c.sql() + ")")
                .collect(Collectors.joining(" AND "));
    return Idea.of(
        CandidateKind.btree(table, keys).including(rest).where(predicate),
        "only the rows with " + predicate + ", with all else the statement needs",
        served);
  }
}
