package dev.proven.postgres;

import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The words of a text: names and key words in lower case, numbers, quoted texts as they stand. */
public final class SqlWords {
  private static final Pattern CALLED = Pattern.compile("\\b([a-z_][a-z0-9_]*)\\(");

  private SqlWords() {}

  public static List<String> of(String sql) {
    return SqlText.tokens(sql).stream()
        .filter(t ->
            switch (t.kind()) {
              case WORD, NUMBER, QUOTED, PARAMETER -> true;
              case SPACE, COMMENT, SYMBOL, META -> false;
            })
        .map(t -> word(t, sql))
        .toList();
  }

  private static String word(SqlLexer.Token token, String sql) {
    var text = token.of(sql);
    return token.kind() == SqlLexer.Kind.WORD ? text.toLowerCase(Locale.ROOT) : text;
  }

  /**
   * Whatever may be a name, as the catalog has it: without quotes, in lower case where it had none.
   */
  static List<String> names(String sql) {
    return of(sql).stream()
        .filter(w -> !w.startsWith("'"))
        .map(w ->
            w.startsWith("\"") && w.length() > 1
                ? w.substring(1, w.length() - 1).replace("\"\"", "\"")
                : w)
        .toList();
  }

  /** The names in front of an opening bracket, wherever they stand in a plan. */
  public static List<String> called(String plan) {
    return CALLED.matcher(plan).results().map(SqlWords::name).distinct().toList();
  }

  private static String name(MatchResult match) {
    return match.group(1);
  }
}
