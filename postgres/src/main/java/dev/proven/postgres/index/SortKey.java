package dev.proven.postgres.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A bare column in a sort order.
 *
 * @param column what is sorted by
 * @param descending from the largest
 * @param nullsFirst where nulls stand
 */
record SortKey(ColumnRef column, boolean descending, boolean nullsFirst) {

  /** Reads {@code a.x DESC NULLS LAST}; nothing for an expression or a special order. */
  static Optional<SortKey> of(String text) {
    var tokens = new ArrayList<>(Token.of(text));
    boolean last = removeEnd(tokens, "NULLS", "LAST");
    boolean first = removeEnd(tokens, "NULLS", "FIRST");
    boolean descending = removeEnd(tokens, "DESC");
    return Conditions.bareColumn(tokens)
        .filter(o -> o.cast().isEmpty())
        .map(o -> new SortKey(o.column(), descending, first || (descending && !last)));
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
