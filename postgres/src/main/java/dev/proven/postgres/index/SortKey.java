package dev.proven.postgres.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A column, or an expression over columns of one table, in a sort order.
 *
 * @param column what is sorted by; its name is empty for an expression
 * @param expression as SQL with columns by their names alone; empty for a bare column
 * @param descending from the largest
 * @param nullsFirst where nulls stand
 */
record SortKey(ColumnRef column, String expression, boolean descending, boolean nullsFirst) {
  /** What an index cannot hold. */
  private static final Set<String> OVER_MANY_ROWS =
      Set.of("sum", "count", "avg", "min", "max", "array_agg", "string_agg", "OVER", "SubPlan");

  /** Reads {@code a.x DESC NULLS LAST}; nothing for an order that is neither ASC nor DESC. */
  static Optional<SortKey> of(String text) {
    var tokens = new ArrayList<>(Token.of(text));
    boolean last = removeEnd(tokens, "NULLS", "LAST");
    boolean first = removeEnd(tokens, "NULLS", "FIRST");
    boolean descending = removeEnd(tokens, "DESC");
    boolean nullsFirst = first || (descending && !last);
    var bare = Conditions.bareColumn(tokens).filter(o -> o.cast().isEmpty());
    return bare.isPresent()
        ? bare.map(o -> new SortKey(o.column(), "", descending, nullsFirst))
        : expression(text, tokens).map(e -> e.ordered(descending, nullsFirst));
  }

  private static Optional<SortKey> expression(String text, List<Token> tokens) {
    var aliases =
        Conditions.references(tokens).stream().map(ColumnRef::alias).collect(Collectors.toSet());
    boolean special = tokens.stream().anyMatch(t -> OVER_MANY_ROWS.contains(t.text()) || t.is("*"));
    if (aliases.size() != 1 || special || tokens.stream().anyMatch(t -> t.is("USING"))) {
      return Optional.empty();
    }
    var own = text.substring(tokens.getFirst().from(), tokens.getLast().to());
    var reference = new ColumnRef(aliases.iterator().next(), "");
    var sql = OwnCondition.unqualified(own, Token.of(own));
    return Optional.of(new SortKey(reference, sql, false, false));
  }

  private SortKey ordered(boolean fromLargest, boolean nullsBefore) {
    return new SortKey(column, expression, fromLargest, nullsBefore);
  }

  /** For people. */
  String text() {
    return (expression.isEmpty() ? column.column() : expression) + (descending ? " DESC" : "");
  }

  private static boolean removeEnd(List<Token> tokens, String... words) {
    int from = tokens.size() - words.length;
    if (from <= 0) {
      return false;
    }
    for (int i = 0; i < words.length; i++) {
      if (!tokens.get(from + i).is(words[i])) {
        return false;
      }
    }
    tokens.subList(from, tokens.size()).clear();
    return true;
  }
}
