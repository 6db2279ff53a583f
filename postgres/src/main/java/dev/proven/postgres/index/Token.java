package dev.proven.postgres.index;

import java.util.ArrayList;
import java.util.List;

/**
 * A word of an expression as the server prints it.
 *
 * @param kind what it is
 * @param text identifiers and strings without their quotes
 * @param from where it begins in the expression
 * @param to where it has ended
 */
public record Token(Kind kind, String text, int from, int to) {
  /** What a word is. */
  public enum Kind {
    /** An unquoted identifier or keyword. */
    WORD,
    /** A quoted identifier. */
    QUOTED,
    STRING,
    NUMBER,
    OPERATOR,
    /** One of {@code ( ) [ ] , .} and {@code ::}. */
    MARK
  }

  private static final String MARKS = "()[],.";
  private static final String OPERATORS = "+-*/<>=~!@#%^&|`?:";

  /** Whether it is that word or mark, and neither a text nor a quoted name. */
  public boolean is(String mark) {
    return kind != Kind.STRING && kind != Kind.QUOTED && text.equals(mark);
  }

  boolean isName() {
    return kind == Kind.WORD || kind == Kind.QUOTED;
  }

  /** Cuts an expression into its words. */
  public static List<Token> of(String text) {
    var tokens = new ArrayList<Token>();
    int at = 0;
    while (at < text.length()) {
      at = next(text, at, tokens);
    }
    return List.copyOf(tokens);
  }

  private static int next(String text, int at, List<Token> tokens) {
    char c = text.charAt(at);
    if (Character.isWhitespace(c)) {
      return at + 1;
    }
    if (c == '\'') {
      boolean escapes = endsWithWord(tokens, "E") && at > 0 && text.charAt(at - 1) == 'E';
      if (escapes) {
        tokens.removeLast();
      }
      return quoted(text, at, escapes, Kind.STRING, tokens);
    }
    if (c == '"') {
      return quoted(text, at, false, Kind.QUOTED, tokens);
    }
    return plain(text, at, c, tokens);
  }

  private static boolean endsWithWord(List<Token> tokens, String word) {
    return !tokens.isEmpty() && tokens.getLast().is(word);
  }

  private static int plain(String text, int at, char c, List<Token> tokens) {
    if (text.startsWith("::", at)) {
      tokens.add(new Token(Kind.MARK, "::", at, at + 2));
      return at + 2;
    }
    if (MARKS.indexOf(c) >= 0) {
      tokens.add(new Token(Kind.MARK, String.valueOf(c), at, at + 1));
      return at + 1;
    }
    int end = at + 1;
    if (Character.isDigit(c)) {
      end = run(text, end, Token::isNumberPart);
      tokens.add(new Token(Kind.NUMBER, text.substring(at, end), at, end));
    } else if (OPERATORS.indexOf(c) >= 0) {
      end = run(text, end, x -> OPERATORS.indexOf(x) >= 0);
      tokens.add(new Token(Kind.OPERATOR, text.substring(at, end), at, end));
    } else {
      end = run(text, end, Token::isWordPart);
      tokens.add(new Token(Kind.WORD, text.substring(at, end), at, end));
    }
    return end;
  }

  private interface CharTest {
    boolean test(char c);
  }

  private static int run(String text, int from, CharTest test) {
    int end = from;
    while (end < text.length() && test.test(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isNumberPart(char c) {
    return Character.isLetterOrDigit(c) || c == '.';
  }

  private static boolean isWordPart(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c > 127;
  }

  private static int quoted(
      String text, int start, boolean escapes, Kind kind, List<Token> tokens) {
    char quote = text.charAt(start);
    var value = new StringBuilder();
    int at = start + 1;
    while (at < text.length()) {
      char c = text.charAt(at);
      boolean doubled = c == quote && at + 1 < text.length() && text.charAt(at + 1) == quote;
      if (c == quote && !doubled) {
        break;
      }
      boolean escaped = doubled || (escapes && c == '\\' && at + 1 < text.length());
      value.append(escaped ? text.charAt(at + 1) : c);
      at += escaped ? 2 : 1;
    }
    tokens.add(new Token(kind, value.toString(), escapes ? start - 1 : start, at + 1));
    return at + 1;
  }
}
