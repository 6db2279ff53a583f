package dev.proven.postgres.index;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The conditions of a statement that an index may hold in its predicate, because the next execution
 * is taken to have them too: those without any constant, such as IS NULL or the comparison of two
 * columns, and, where the constants of the statement are always the same, those that ask for one of
 * a few values or exclude some.
 */
final class LastingConditions {
  private static final double MOST_VALUES = 50;
  private static final Set<String> EXCLUDING = Set.of("<>", "!~~", "!~~*");

  /** What changes between two statements must not stand in an index. */
  private static final Set<String> UNSTEADY =
      Set.of(
          "now",
          "random",
          "CURRENT_DATE",
          "CURRENT_TIMESTAMP",
          "CURRENT_USER",
          "LOCALTIME",
          "LOCALTIMESTAMP");

  private final Predicate<String> constant;

  /**
   * Takes what it cannot see in a plan.
   *
   * @param constant whether the constants of a statement, by its part's id, are always the same
   */
  LastingConditions(Predicate<String> constant) {
    this.constant = constant;
  }

  /** Those that the scan of a table checks. */
  List<OwnCondition> of(Table table, TableUse use) {
    boolean constants = constant.test(use.part());
    return OwnCondition.of(use).stream()
        .filter(LastingConditions::isSteady)
        .filter(c -> c.hasNoLiteral() || (constants && (namesAFewValues(table, c) || excludes(c))))
        .toList();
  }

  private static boolean isSteady(OwnCondition condition) {
    return condition.tokens().stream().noneMatch(t -> UNSTEADY.contains(t.text()));
  }

  /** Of a column with many values the next statement will ask for another. */
  private static boolean namesAFewValues(Table table, OwnCondition condition) {
    return condition.columns().stream()
        .map(table.columns()::get)
        .allMatch(c -> c != null && c.distinct() > 0 && c.distinct() <= MOST_VALUES);
  }

  /** What is never wanted is a rule of the application and no question of the moment. */
  private static boolean excludes(OwnCondition condition) {
    return condition.comparison().filter(c -> EXCLUDING.contains(c.operator())).isPresent();
  }
}
