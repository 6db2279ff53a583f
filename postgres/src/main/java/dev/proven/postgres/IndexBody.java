package dev.proven.postgres;

import java.util.regex.Pattern;

/**
 * What stands behind the table in a statement that makes an index, as a journal or the record of a
 * run says it. Both may have been edited, and the text becomes part of a statement.
 */
public final class IndexBody {
  /** Beyond it no index is described. */
  private static final int MOST_CHARACTERS = 100_000;

  private static final Pattern CLOSED =
      Pattern.compile("\"[^\"]*+\"|'[^']*+'|[eE]'(?:[^'\\\\]|\\\\.|'')*+'", Pattern.DOTALL);

  private IndexBody() {}

  /**
   * Whether the text ends no statement and begins none: no semicolon outside of quotes, no comment,
   * no quote or bracket left open, none closed that was not opened. It has to be executed where
   * {@code standard_conforming_strings} is on, as it is read here.
   */
  public static boolean isOneDefinition(String text) {
    return (text.startsWith("(") || text.startsWith("USING ")) && isClosed(text);
  }

  /** The same of any piece of a statement, such as an expression. */
  public static boolean isClosed(String text) {
    if (text.isBlank() || text.length() > MOST_CHARACTERS) {
      return false;
    }
    var lexer = new SqlLexer(text);
    int depth = 0;
    for (var token = lexer.next(); token != null; token = lexer.next()) {
      if (!belongs(token, text)) {
        return false;
      }
      depth += depth(token, text);
      if (depth < 0) {
        return false;
      }
    }
    return depth == 0;
  }

  private static boolean belongs(SqlLexer.Token token, String text) {
    return switch (token.kind()) {
      case SPACE, WORD, NUMBER -> true;
      case QUOTED -> CLOSED.matcher(token.of(text)).matches();
      case SYMBOL -> !token.is(text, ";") && !token.is(text, "$");
      case COMMENT, PARAMETER, META -> false;
    };
  }

  private static int depth(SqlLexer.Token token, String text) {
    if (token.kind() != SqlLexer.Kind.SYMBOL) {
      return 0;
    }
    return token.is(text, "(") ? 1 : token.is(text, ")") ? -1 : 0;
  }
}
