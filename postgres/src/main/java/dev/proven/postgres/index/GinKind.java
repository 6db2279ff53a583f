package dev.proven.postgres.index;

import dev.proven.postgres.index.OwnCondition.Comparison;
import dev.proven.postgres.whatif.IndexKey;
import dev.proven.postgres.whatif.IndexMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * GIN indexes for questions about parts of a value: containment in jsonb and arrays, words of a
 * text, and patterns that begin with anything, by trigrams. Cheap to read, dear to write.
 */
final class GinKind implements CandidateKind {
  private static final Set<String> KEY_EXISTS = Set.of("?", "?|", "?&");
  private static final Set<String> CONTAINED = Set.of("@>", "@?", "@@");
  private static final Set<String> ARRAY = Set.of("@>", "<@", "&&");
  private static final Set<String> PATTERN = Set.of("~~", "~~*", "~", "~*");

  private final Optional<String> trigrams;

  /**
   * Takes what the server has.
   *
   * @param trigrams the operator class of pg_trgm as SQL; empty where the extension cannot be had
   */
  GinKind(Optional<String> trigrams) {
    this.trigrams = trigrams;
  }

  @Override
  public List<Idea> ideas(Table table, TableUse use) {
    var ideas = new ArrayList<Idea>();
    for (OwnCondition condition : OwnCondition.of(use)) {
      condition
          .comparison()
          .flatMap(c -> key(table, condition, c))
          .map(key -> CandidateKind.single(table, IndexMethod.GIN, key))
          .map(i -> Idea.of(i, "condition on parts of a value", Set.of(condition.planned())))
          .ifPresent(ideas::add);
    }
    return List.copyOf(ideas);
  }

  /** The key that answers a condition, if one does. */
  Optional<IndexKey> key(Table table, OwnCondition condition, Comparison comparison) {
    var bare = Conditions.bareColumn(comparison.subject());
    var column = bare.map(o -> table.columns().get(o.column().column()));
    return column.isPresent()
        ? opclass(column.get().type(), comparison)
            .map(o -> IndexKey.column(column.get().name()).with(o))
        : ofExpression(comparison)
            .map(o -> IndexKey.expression(condition.sql(comparison.subject())).with(o));
  }

  /** What type an expression has shows only in what it is compared by and with. */
  private Optional<String> ofExpression(Comparison comparison) {
    var operator = comparison.operator();
    if (isPattern(comparison)) {
      return trigrams;
    }
    var type = Conditions.cast(comparison.constant());
    if (type.equals("tsquery") && operator.equals("@@")) {
      return Optional.of("");
    }
    if (type.equals("jsonb") || type.equals("jsonpath")) {
      return Optional.of("jsonb_path_ops").filter(_ -> CONTAINED.contains(operator));
    }
    return Optional.of("").filter(_ -> type.endsWith("[]") && ARRAY.contains(operator));
  }

  /** The operator class that answers the comparison; empty text for the type's own. */
  private Optional<String> opclass(String type, Comparison comparison) {
    var operator = comparison.operator();
    if (type.equals("jsonb")) {
      return KEY_EXISTS.contains(operator)
          ? Optional.of("")
          : Optional.of("jsonb_path_ops").filter(_ -> CONTAINED.contains(operator));
    }
    if (type.endsWith("[]")) {
      return Optional.of("").filter(_ -> ARRAY.contains(operator));
    }
    if (type.equals("tsvector")) {
      return Optional.of("").filter(_ -> operator.equals("@@"));
    }
    return isPattern(comparison) ? trigrams : Optional.empty();
  }

  /** A pattern with a constant beginning is better served by a btree, unless case is ignored. */
  private static boolean isPattern(Comparison comparison) {
    if (!PATTERN.contains(comparison.operator())) {
      return false;
    }
    var text = comparison.constant().getFirst().text();
    boolean anchored =
        comparison.operator().equals("~~") && !text.startsWith("%") && !text.startsWith("_");
    // Fewer than three characters in a row make no trigram.
    return !anchored && text.replaceAll("[%_]", " ").matches("(?s).*\\S{3}.*");
  }
}
