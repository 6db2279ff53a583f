package dev.proven.postgres;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes SQL apart into the pieces that decide where a statement ends and what is a parameter:
 * words, quoted texts, comments, parameters and single symbols.
 */
final class SqlLexer {
  /** What a token is. */
  enum Kind {
    SPACE,
    COMMENT,
    WORD,
    NUMBER,
    QUOTED,
    PARAMETER,
    SYMBOL,
    /** A line that begins with a backslash: a command of psql's own. */
    META
  }

  /**
   * A piece of the text.
   *
   * @param from position of its first character
   * @param to position behind its last
   */
  record Token(Kind kind, int from, int to) {
    String of(String text) {
      return text.substring(from, to);
    }

    boolean is(String text, String symbol) {
      return to - from == symbol.length() && text.startsWith(symbol, from);
    }
  }

  private static final Pattern DOLLAR_TAG = Pattern.compile("\\$([\\p{L}_][\\p{L}\\p{N}_]*)?\\$");
  private static final Pattern PARAMETER = Pattern.compile("\\$\\d+");
  private static final Pattern WORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$]*");
  private static final Pattern NUMBER = Pattern.compile("[0-9][0-9.]*([eE][+-]?[0-9]+)?");
  private static final Pattern SPACE = Pattern.compile("\\s+");

  private final String text;
  private int position;

  SqlLexer(String text) {
    this.text = text;
  }

  /** The next token, or null at the end; what is not closed reaches to the end. */
  @Nullable Token next() {
    if (position >= text.length()) {
      return null;
    }
    int from = position;
    var kind = read();
    return new Token(kind, from, position);
  }

  private Kind read() {
    char c = text.charAt(position);
    if (text.startsWith("--", position)) {
      position = lineEnd();
      return Kind.COMMENT;
    }
    if (text.startsWith("/*", position)) {
      position = commentEnd();
      return Kind.COMMENT;
    }
    if (c == '\'' || c == '"') {
      position = quoteEnd(position, false);
      return Kind.QUOTED;
    }
    if ((c == 'e' || c == 'E') && text.startsWith("'", position + 1)) {
      position = quoteEnd(position + 1, true);
      return Kind.QUOTED;
    }
    if (c == '\\') {
      return Kind.META;
    }
    return c == '$' ? dollar() : plain();
  }

  private Kind plain() {
    if (takes(SPACE)) {
      return Kind.SPACE;
    }
    if (takes(WORD)) {
      return Kind.WORD;
    }
    if (takes(NUMBER)) {
      return Kind.NUMBER;
    }
    position++;
    return Kind.SYMBOL;
  }

  private Kind dollar() {
    var tag = DOLLAR_TAG.matcher(text).region(position, text.length());
    if (tag.lookingAt()) {
      int close = text.indexOf(tag.group(), tag.end());
      position = close < 0 ? text.length() : close + tag.group().length();
      return Kind.QUOTED;
    }
    if (takes(PARAMETER)) {
      return Kind.PARAMETER;
    }
    position++;
    return Kind.SYMBOL;
  }

  private boolean takes(Pattern pattern) {
    var matcher = pattern.matcher(text).region(position, text.length());
    if (!matcher.lookingAt()) {
      return false;
    }
    position = matcher.end();
    return true;
  }

  private int lineEnd() {
    int end = text.indexOf('\n', position);
    return end < 0 ? text.length() : end;
  }

  private int commentEnd() {
    int depth = 1;
    int i = position + 2;
    while (i < text.length() && depth > 0) {
      if (text.startsWith("/*", i)) {
        depth++;
        i += 2;
      } else if (text.startsWith("*/", i)) {
        depth--;
        i += 2;
      } else {
        i++;
      }
    }
    return i;
  }

  /** A doubled quote needs no care: it ends one quoted text and begins another. */
  private int quoteEnd(int open, boolean backslashes) {
    char quote = text.charAt(open);
    for (int i = open + 1; i < text.length(); i++) {
      if (backslashes && text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == quote) {
        // In E'...' it does: what follows would be read as an ordinary text.
        if (!backslashes || !text.startsWith("'", i + 1)) {
          return i + 1;
        }
        i++;
      }
    }
    return text.length();
  }

  void skipLine() {
    position = lineEnd();
  }

  /** The lines behind a COPY up to the one that is a backslash and a full stop. */
  String copyData() {
    int begin = Math.min(text.length(), lineEnd() + 1);
    int end = text.startsWith("\\.", begin) ? begin : text.indexOf("\n\\.", begin) + 1;
    if (end <= 0) {
      position = text.length();
      return text.substring(begin);
    }
    position = Math.min(text.length(), end + 2);
    return text.substring(begin, end);
  }
}
