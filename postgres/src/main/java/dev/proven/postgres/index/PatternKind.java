package dev.proven.postgres.index;

import dev.proven.postgres.index.Term.Access;
import dev.proven.postgres.whatif.IndexKey;
import dev.proven.postgres.whatif.IndexMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Btree indexes in the order of bytes for LIKE with a constant beginning, where the database sorts
 * texts as a language does and a plain index cannot answer that.
 */
final class PatternKind implements CandidateKind {
  private static final Map<String, String> CLASSES =
      Map.of(
          "text", "text_pattern_ops",
          "character varying", "varchar_pattern_ops",
          "character", "bpchar_pattern_ops");

  @Override
  public List<Idea> ideas(Table table, TableUse use) {
    var ideas = new ArrayList<Idea>();
    for (Term term : use.terms(Access.PREFIX)) {
      var column = table.columns().get(term.column().column());
      if (column != null && !column.prefixOrder() && CLASSES.containsKey(column.type())) {
        var key = IndexKey.column(column.name()).with(CLASSES.getOrDefault(column.type(), ""));
        ideas.add(idea(table, key, term.text()));
      }
    }
    for (OwnCondition condition : OwnCondition.of(use)) {
      condition
          .comparison()
          .filter(c -> Conditions.bareColumn(c.subject()).isEmpty())
          .filter(c -> c.operator().equals("~~") && Conditions.hasPrefix(c.constant()))
          .map(c -> IndexKey.expression(condition.sql(c.subject())).with("text_pattern_ops"))
          .ifPresent(k -> ideas.add(idea(table, k, condition.planned())));
    }
    return ideas;
  }

  private static Idea idea(Table table, IndexKey key, String condition) {
    var index = CandidateKind.single(table, IndexMethod.BTREE, key);
    return Idea.of(index, "beginning of a text", Set.of(condition));
  }
}
