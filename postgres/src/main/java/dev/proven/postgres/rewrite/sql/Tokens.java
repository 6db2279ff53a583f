package dev.proven.postgres.rewrite.sql;

import dev.proven.postgres.SqlWords;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

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

  /** Names that mean the same without them; SqlWords gives what is not quoted in lower case. */
  private static final Pattern NEEDLESS_QUOTES =
      Pattern.compile("\"[\\p{L}_&&[^\\p{Lu}\\p{Lt}]][\\p{L}\\p{N}_&&[^\\p{Lu}\\p{Lt}]]*\"");

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
          NEEDLESS_QUOTES.matcher(word).matches() ? word.substring(1, word.length() - 1) : word;
      if (!NOISE.contains(meaning)) {
        words.add(meaning);
      }
    }
    return words;
  }
}
