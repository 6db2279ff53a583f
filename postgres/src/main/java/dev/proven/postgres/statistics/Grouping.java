package dev.proven.postgres.statistics;

import dev.proven.postgres.index.Conditions;
import dev.proven.postgres.index.OwnCondition;
import dev.proven.postgres.index.PlanNode;
import dev.proven.postgres.index.Token;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Columns of one table, and expressions over them, by which rows are grouped.
 *
 * @param alias of the table in the plan
 * @param keys as the plan shows them
 * @param subjects the same, one for each key
 */
record Grouping(String alias, List<String> keys, List<Subject> subjects) {
  Grouping {
    keys = List.copyOf(keys);
    subjects = List.copyOf(subjects);
  }

  /** What a node groups by, if all of it belongs to one occurrence of a table. */
  static Optional<Grouping> of(PlanNode node) {
    var keys = node.lines("Group Key");
    var aliases = new LinkedHashSet<String>();
    var subjects = new ArrayList<Subject>();
    for (var key : keys) {
      var tokens = Token.of(key);
      var references = Conditions.references(tokens);
      if (references.isEmpty() || references.stream().anyMatch(r -> r.column().equals("*"))) {
        return Optional.empty();
      }
      references.forEach(r -> aliases.add(r.alias()));
      subjects.add(subject(key, tokens));
    }
    return aliases.size() == 1
        ? Optional.of(new Grouping(aliases.iterator().next(), keys, subjects))
        : Optional.empty();
  }

  private static Subject subject(String key, List<Token> tokens) {
    var bare = Conditions.bareColumn(tokens).filter(o -> o.cast().isEmpty());
    if (bare.isPresent()) {
      return Subject.column(bare.get().column().column());
    }
    Set<String> columns = new LinkedHashSet<>();
    Conditions.references(tokens).forEach(r -> columns.add(r.column()));
    return new Subject(OwnCondition.unqualified(key, tokens), true, columns);
  }

  /** Whether the planner has to guess: several keys, or an expression. */
  boolean isGuessed() {
    return subjects.size() > 1 || subjects.stream().anyMatch(Subject::isExpression);
  }
}
