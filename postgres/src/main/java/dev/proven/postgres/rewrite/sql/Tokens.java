package dev.proven.postgres.rewrite.sql;

import dev.proven.postgres.SqlWords;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compares two texts word by word, so that nothing of a statement is lost in silence. */
final class Tokens {
  /** Words that change nothing, or that are written in another way. */
  private static final Set<String> NOISE =
      Set.of(
          "as",
          "asc",
          "inner",
          "outer",
          "using",
          "isnull",
          "notnull",
          "limit",
          "fetch",
          "first",
          "next",
          "row",
          "rows",
          "only",
          "pg_catalog");

  private Tokens() {}

  /** A word, number or quoted text of one that the other does not have as often. */
  static Optional<String> lost(String from, String in) {
    var left = new HashMap<String, Integer>();
    words(in).forEach(w -> left.merge(w, 1, Integer::sum));
    for (var word : words(from)) {
      int count = left.getOrDefault(word, 0);
      if (count == 0) {
        return Optional.of(word);
      }
      left.put(word, count - 1);
    }
    return Optional.empty();
  }

  private static List<String> words(String sql) {
    var words = new ArrayList<String>();
    for (var word : SqlWords.of(sql)) {
      var meaning =
          word.matches("\"[a-z_][a-z0-9_]*\"") ? word.substring(1, word.length() - 1) : word;
      if (!NOISE.contains(meaning)) {
        words.add(meaning);
      }
    }
    return words;
  }
}
