package dev.proven.postgres.index;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Btree indexes over the rows for which a constant condition holds, where those are few. Where the
 * constants of a statement change from call to call, or arrive as parameters of a generic plan,
 * only conditions without any, such as IS NULL, are a reason for one.
 */
final class PartialKind implements CandidateKind {
  private static final double MOST_KEPT = 0.2;

  /** The planner only guesses how many rows a condition without a constant leaves. */
  private static final double MOST_KEPT_BY_GUESS = 0.7;

  private final Selectivity selectivity;
  private final LastingConditions lasting;

  /**
   * Takes what it cannot see in a plan.
   *
   * @param selectivity of conditions
   * @param constant whether the constants of a statement, by its part's id, are always the same
   */
  PartialKind(Selectivity selectivity, Predicate<String> constant) {
    this.selectivity = selectivity;
    this.lasting = new LastingConditions(constant);
  }

  @Override
  public List<Idea> ideas(Table table, TableUse use) {
    var ideas = new ArrayList<Idea>();
    lasting.of(table, use).stream()
        .filter(c -> keepsFew(table, use, c))
        .forEach(c -> add(table, use, c, ideas));
    return List.copyOf(ideas);
  }

  private boolean keepsFew(Table table, TableUse use, OwnCondition condition) {
    double most = condition.hasNoLiteral() ? MOST_KEPT_BY_GUESS : MOST_KEPT;
    return selectivity.of(table, use.alias(), Set.of(condition.planned())) <= most;
  }

  /** Keys are the other columns that the statement searches or sorts by, else the condition's. */
  private static void add(Table table, TableUse use, OwnCondition condition, List<Idea> ideas) {
    var keyLists = new ArrayList<List<Key>>();
    for (List<Key> keys : KeyLists.of(table, use).keySet()) {
      if (keys.stream().noneMatch(k -> condition.columns().contains(k.column()))) {
        keyLists.add(keys);
      }
    }
    if (keyLists.isEmpty()) {
      condition.columns().stream()
          .filter(c -> isSortable(table, c))
          .forEach(c -> keyLists.add(List.of(Key.of(c))));
    }
    keyLists.forEach(keys -> ideas.add(idea(table, use, condition, keys)));
  }

  private static Idea idea(Table table, TableUse use, OwnCondition condition, List<Key> keys) {
    var served = new HashSet<>(Leading.conditions(use, keys.stream().map(Key::column).toList()));
    served.add(condition.planned());
    return Idea.of(
        CandidateKind.btree(table, keys).where(condition.sql()),
        "only the rows with " + condition.sql(),
        served);
  }

  private static boolean isSortable(Table table, String name) {
    var column = table.columns().get(name);
    return column != null && column.sortable();
  }
}
