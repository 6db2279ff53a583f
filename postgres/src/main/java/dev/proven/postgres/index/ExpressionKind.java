package dev.proven.postgres.index;

import dev.proven.postgres.index.OwnCondition.Comparison;
import dev.proven.postgres.index.Term.Access;
import dev.proven.postgres.whatif.IndexDefinition;
import dev.proven.postgres.whatif.IndexKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Btree indexes on an expression over a column that is compared with a constant, alone and behind
 * the columns that are compared for equality. Whether the expression always gives the same result,
 * which an index needs, only the server can tell: it refuses the others.
 */
final class ExpressionKind implements CandidateKind {
  private static final Set<String> COMPARED = Set.of("=", "<", "<=", ">", ">=");

  @Override
  public List<Idea> ideas(Table table, TableUse use) {
    var ideas = new ArrayList<Idea>();
    for (OwnCondition condition : OwnCondition.of(use)) {
      condition
          .comparison()
          .filter(c -> COMPARED.contains(c.operator()) && isExpression(table, c))
          .ifPresent(c -> add(table, use, condition, condition.sql(c.subject()), ideas));
    }
    return List.copyOf(ideas);
  }

  private static boolean isExpression(Table table, Comparison comparison) {
    boolean notAll = comparison.constant().stream().noneMatch(t -> t.is("ALL"));
    var bare = Conditions.bareColumn(comparison.subject());
    if (bare.isEmpty()) {
      return notAll;
    }
    var column = table.columns().get(bare.get().column().column());
    return notAll && column != null && !column.isSameAs(bare.get().cast());
  }

  private static void add(
      Table table, TableUse use, OwnCondition condition, String expression, List<Idea> ideas) {
    var name = table.name();
    var key = IndexKey.expression(expression);
    ideas.add(
        Idea.of(
            IndexDefinition.btree(name.schema(), name.name(), List.of(key)),
            "condition on " + expression,
            Set.of(condition.planned())));
    for (Term term : use.terms(Access.EQUAL)) {
      var column = table.columns().get(term.column().column());
      if (column != null && column.sortable() && column.isSameAs(term.cast())) {
        ideas.add(
            Idea.of(
                IndexDefinition.btree(
                    name.schema(), name.name(), List.of(IndexKey.column(column.name()), key)),
                "equality, then condition on " + expression,
                Set.of(condition.planned(), term.text())));
      }
    }
  }
}
