package dev.proven.postgres.statistics;

import dev.proven.postgres.index.Conditions;
import dev.proven.postgres.index.OwnCondition;
import dev.proven.postgres.index.PlanNode;
import dev.proven.postgres.index.Token;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The conditions of one scan that extended statistics can say something of: comparisons of its
 * columns, and of expressions over them, with constants. The planner multiplies what each of them
 * leaves, as if the one knew nothing of the other.
 *
 * @param scan that checks them
 * @param atoms one for each subject
 */
record Conjunction(PlanNode scan, List<Atom> atoms) {
  private static final Set<String> OPERATORS = Set.of("=", "<>", "<", "<=", ">", ">=");

  /** What changes between two statements, and is no property of the rows. */
  private static final Set<String> UNSTEADY =
      Set.of(
          "now",
          "random",
          "CURRENT_DATE",
          "CURRENT_TIMESTAMP",
          "CURRENT_USER",
          "LOCALTIME",
          "LOCALTIMESTAMP");

  Conjunction {
    atoms = List.copyOf(atoms);
  }

  /**
   * What a scan of a table checks.
   *
   * @param table what the catalog knows of it
   */
  static Conjunction of(PlanNode scan, TableFacts table) {
    var conditions = new LinkedHashMap<Subject, List<String>>();
    var unequal = new ArrayList<Subject>();
    for (var condition : OwnCondition.of(scan)) {
      var subject = subject(condition, table);
      if (subject.isPresent()) {
        conditions.computeIfAbsent(subject.get(), _ -> new ArrayList<>()).add(condition.planned());
        if (!isEquality(condition)) {
          unequal.add(subject.get());
        }
      }
    }
    var atoms = new ArrayList<Atom>();
    conditions.forEach((s, c) -> atoms.add(new Atom(s, c, !unequal.contains(s))));
    return new Conjunction(scan, atoms);
  }

  private static Optional<Subject> subject(OwnCondition condition, TableFacts table) {
    if (condition.tokens().stream().anyMatch(t -> UNSTEADY.contains(t.text()))) {
      return Optional.empty();
    }
    var comparison = condition.comparison();
    if (comparison.isPresent()) {
      var c = comparison.get();
      boolean all = c.constant().getFirst().is("ALL");
      return OPERATORS.contains(c.operator()) && !all
          ? subject(condition, c.subject(), table)
          : Optional.empty();
    }
    return bare(withoutTest(condition.tokens()), table).map(Subject::column);
  }

  private static Optional<Subject> subject(
      OwnCondition condition, List<Token> tokens, TableFacts table) {
    var column = bare(tokens, table);
    return column.isPresent()
        ? column.map(Subject::column)
        : Optional.of(new Subject(condition.sql(tokens), true, condition.columns()));
  }

  /** The column that the tokens are, also under a cast that means nothing. */
  private static Optional<String> bare(List<Token> tokens, TableFacts table) {
    return tokens.isEmpty()
        ? Optional.empty()
        : Conditions.bareColumn(tokens)
            .filter(o -> o.cast().isEmpty() || table.isSame(o.column().column(), o.cast()))
            .map(o -> o.column().column());
  }

  /** A flag stands by itself or behind NOT; a test for NULL behind the column. */
  private static List<Token> withoutTest(List<Token> tokens) {
    var bare = Conditions.strip(tokens);
    if (!bare.isEmpty() && bare.getFirst().is("NOT")) {
      return Conditions.strip(bare.subList(1, bare.size()));
    }
    int size = bare.size();
    if (size > 2 && bare.get(size - 1).is("NULL")) {
      int is = bare.get(size - 2).is("NOT") ? size - 3 : size - 2;
      return is > 0 && bare.get(is).is("IS") ? bare.subList(0, is) : List.of();
    }
    return bare;
  }

  private static boolean isEquality(OwnCondition condition) {
    return condition.comparison().map(c -> c.operator().equals("=")).orElse(true)
        && condition.tokens().stream().noneMatch(t -> t.is("IS"));
  }
}
