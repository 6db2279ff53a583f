package dev.proven.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The statements PREPARE and EXECUTE of SQL, taken apart. */
public final class PreparedText {
  private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9.]{1,60}([eE][-+]?[0-9]{1,4})?");
  private static final Pattern TEXT = Pattern.compile("'(?:[^']|'')*+'", Pattern.DOTALL);
  private static final int AS = 2;

  private PreparedText() {}

  /**
   * What a PREPARE prepares, with the types that it declares at the parameters; empty where it is
   * none.
   */
  public static Optional<String> body(String prepare) {
    var tokens = tokens(prepare);
    if (!isWord(prepare, tokens, 0, "prepare")) {
      return Optional.empty();
    }
    var types = new ArrayList<String>();
    int as = isAt(prepare, tokens, AS, "(") ? list(prepare, tokens, AS, types) : AS;
    if (!isWord(prepare, tokens, as, "as") || tokens.size() == as + 1) {
      return Optional.empty();
    }
    var body = SqlShape.of(prepare.substring(tokens.get(as + 1).from())).text();
    return Optional.of(
        SqlText.replaceParameters(
            body, n -> "$" + n + (n >= 1 && n <= types.size() ? "::" + types.get(n - 1) : "")));
  }

  /**
   * The values that an EXECUTE gives, by their number from 1, empty for NULL; nothing at all where
   * it is none, or one of them is no plain constant.
   */
  public static Optional<SortedMap<Integer, Optional<String>>> values(String execute) {
    var tokens = tokens(execute);
    if (!isWord(execute, tokens, 0, "execute")) {
      return Optional.empty();
    }
    var arguments = new ArrayList<String>();
    if (isAt(execute, tokens, AS, "(")) {
      list(execute, tokens, AS, arguments);
    }
    var values = new TreeMap<Integer, Optional<String>>();
    for (var argument : arguments) {
      boolean text = TEXT.matcher(argument).matches();
      boolean word = argument.equalsIgnoreCase("true") || argument.equalsIgnoreCase("false");
      boolean none = argument.equalsIgnoreCase("null");
      if (!text && !word && !none && !NUMBER.matcher(argument).matches()) {
        return Optional.empty();
      }
      var value = text ? argument.substring(1, argument.length() - 1).replace("''", "'") : argument;
      values.put(values.size() + 1, none ? Optional.empty() : Optional.of(value));
    }
    return Optional.of(values);
  }

  private static List<SqlLexer.Token> tokens(String sql) {
    return SqlText.tokens(sql).stream()
        .filter(t -> t.kind() != SqlLexer.Kind.SPACE && t.kind() != SqlLexer.Kind.COMMENT)
        .toList();
  }

  /** Takes what stands between brackets and commas; the position behind the closing bracket. */
  private static int list(String sql, List<SqlLexer.Token> tokens, int open, List<String> parts) {
    int depth = 0;
    int from = tokens.get(open).to();
    for (int i = open; i < tokens.size(); i++) {
      var token = tokens.get(i);
      depth += token.is(sql, "(") || token.is(sql, "[") ? 1 : 0;
      depth -= token.is(sql, ")") || token.is(sql, "]") ? 1 : 0;
      if (depth == 0 || (depth == 1 && token.is(sql, ","))) {
        parts.add(sql.substring(from, token.from()).strip());
        from = token.to();
      }
      if (depth == 0) {
        return i + 1;
      }
    }
    return tokens.size();
  }

  private static boolean isWord(String sql, List<SqlLexer.Token> tokens, int at, String word) {
    return at < tokens.size() && tokens.get(at).of(sql).equalsIgnoreCase(word);
  }

  private static boolean isAt(String sql, List<SqlLexer.Token> tokens, int at, String symbol) {
    return at < tokens.size() && tokens.get(at).is(sql, symbol);
  }
}
