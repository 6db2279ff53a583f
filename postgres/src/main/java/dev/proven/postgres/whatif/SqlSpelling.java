package dev.proven.postgres.whatif;

/** One spelling of an SQL expression for all that differ in white space and outer brackets. */
final class SqlSpelling {
  private SqlSpelling() {}

  static String of(String text) {
    var one = squeezed(text.strip());
    while (isEnclosed(one)) {
      one = one.substring(1, one.length() - 1).strip();
    }
    return one;
  }

  /** White space outside of quotes becomes one blank. */
  private static String squeezed(String text) {
    var squeezed = new StringBuilder();
    char quote = 0;
    boolean blank = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote == 0 && Character.isWhitespace(c)) {
        blank = true;
        continue;
      }
      if (blank) {
        squeezed.append(' ');
        blank = false;
      }
      squeezed.append(c);
      quote = quoteAfter(quote, c);
    }
    return squeezed.toString();
  }

  private static char quoteAfter(char quote, char c) {
    if (c != '\'' && c != '"') {
      return quote;
    }
    if (quote == 0) {
      return c;
    }
    return quote == c ? 0 : quote;
  }

  /** Whether the first bracket is closed by the last. */
  private static boolean isEnclosed(String text) {
    if (!text.startsWith("(") || !text.endsWith(")")) {
      return false;
    }
    int depth = 0;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      quote = quoteAfter(quote, c);
      if (quote == 0) {
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        if (depth == 0 && i < text.length() - 1) {
          return false;
        }
      }
    }
    return depth == 0;
  }
}
