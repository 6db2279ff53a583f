package dev.proven.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a client sent at once, taken apart.
 *
 * @param text its only statement that is no utility statement, or all of it where there are several
 *     or none; without a semicolon
 * @param key equal for texts that differ in nothing but constants, comments, spaces, and the case
 *     of words without quotes
 * @param several whether more than one statement shares the time of this
 */
public record SqlShape(String text, String key, boolean several) {
  private static final String CONSTANT = "?";

  /** Behind these a sign belongs to the constant and is not an operator between two values. */
  private static final Set<String> BEFORE_A_SIGN =
      Set.of(
          "(",
          "[",
          ",",
          "=",
          "<",
          ">",
          "+",
          "-",
          "*",
          "/",
          "%",
          "|",
          "and",
          "or",
          "not",
          "in",
          "between",
          "limit",
          "offset",
          "then",
          "else",
          "when",
          "select",
          "returning",
          "like");

  /** Takes apart what was sent. */
  public static SqlShape of(String sent) {
    var pieces = SqlSplitter.split(sent).stream().map(SqlSplitter.Piece::text).toList();
    var work = pieces.stream().filter(p -> SqlText.kind(p) != SqlText.Kind.UTILITY).toList();
    if (work.size() > 1 || pieces.isEmpty()) {
      return new SqlShape(sent.strip(), key(sent), work.size() > 1);
    }
    var text = work.isEmpty() ? pieces.getFirst() : work.getFirst();
    return new SqlShape(text, key(text), false);
  }

  private static String key(String sql) {
    var key = new Key();
    int textEnd = -1;
    for (var token : SqlText.tokens(sql)) {
      switch (token.kind()) {
        case SPACE, COMMENT -> {}
        case NUMBER, PARAMETER -> key.constant();
        case QUOTED -> {
          if (sql.charAt(token.from()) == '"') {
            key.word(token.of(sql));
          } else if (token.from() != textEnd) {
            // A text with doubled quotes comes in several pieces.
            key.constant();
          }
          textEnd = token.to();
        }
        case WORD -> key.word(token.of(sql).toLowerCase(Locale.ROOT));
        case SYMBOL, META -> key.word(token.of(sql));
      }
    }
    return key.text();
  }

  /** The words so far. */
  private static final class Key {
    private final List<String> words = new ArrayList<>();
    private boolean list;

    void word(String word) {
      if (word.equals("(") || word.equals("[")) {
        list = isLast("in", 1) || isLast("array", 1);
      } else if (!word.equals(",") && !isSign(word)) {
        list = false;
      }
      words.add(word);
    }

    void constant() {
      while (isSign(words.isEmpty() ? "" : words.getLast())
          && (words.size() == 1 || BEFORE_A_SIGN.contains(words.get(words.size() - 2)))) {
        words.removeLast();
      }
      // However long a list of constants is, it is the same statement.
      if (list && isLast(",", 1) && isLast(CONSTANT, 2)) {
        words.removeLast();
      } else {
        words.add(CONSTANT);
      }
    }

    private static boolean isSign(String word) {
      return word.equals("-") || word.equals("+");
    }

    private boolean isLast(String word, int fromEnd) {
      return words.size() >= fromEnd && words.get(words.size() - fromEnd).equals(word);
    }

    String text() {
      return String.join(" ", words);
    }
  }
}
