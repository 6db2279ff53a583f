package dev.proven.postgres;

import java.util.regex.Pattern;

/**
 * A pattern made of a value that a column has. How an application's patterns look is not recorded:
 * they may begin with something constant, or with anything.
 *
 * @param regex whether it is a regular expression and none of LIKE
 * @param anywhere whether it may begin with anything
 */
record PatternGuess(boolean regex, boolean anywhere) {
  private static final int BEGINNING = 3;
  private static final int MOST = 5;
  private static final Pattern LIKE_SIGN = Pattern.compile("[\\\\%_]");
  private static final Pattern REGEX_SIGN = Pattern.compile("[^\\p{L}\\p{N}\\s]");
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

  /** The whole pattern. */
  String of(String value) {
    return regex ? (anywhere ? "" : "^") + body(value) : lead() + body(value) + "%";
  }

  /** What stands before the text in a pattern of LIKE. */
  String lead() {
    return anywhere ? "%" : "";
  }

  /** The text in it. */
  String body(String value) {
    var part = anywhere ? middle(value) : first(value, BEGINNING);
    return (regex ? REGEX_SIGN : LIKE_SIGN).matcher(part).replaceAll("\\\\$0");
  }

  /**
   * A few characters from the middle of its longest word, at least three where there are so many.
   */
  private static String middle(String value) {
    var longest =
        WORD.matcher(value)
            .results()
            .map(r -> r.group())
            .max(java.util.Comparator.comparingInt(String::length))
            .filter(w -> w.length() >= BEGINNING)
            .orElse(value);
    int length = longest.codePointCount(0, longest.length());
    int from = Math.max(0, (length - MOST) / 2);
    return first(longest.substring(longest.offsetByCodePoints(0, from)), MOST);
  }

  private static String first(String text, int most) {
    int length = text.codePointCount(0, text.length());
    return text.substring(0, text.offsetByCodePoints(0, Math.min(most, length)));
  }
}
