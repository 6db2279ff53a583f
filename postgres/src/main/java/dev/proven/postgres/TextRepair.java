package dev.proven.postgres;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Makes text of pg_stat_statements plannable again. It puts {@code $1} in the place of every
 * constant, also where the grammar wants a text and no expression: {@code date $1}.
 */
final class TextRepair {
  private record Rule(Pattern pattern, String replacement) {
    static Rule of(String pattern, String replacement) {
      return new Rule(Pattern.compile(pattern, Pattern.CASE_INSENSITIVE), replacement);
    }
  }

  private static final String FIELDS = "(year|month|day|hour|minute|second)";

  private static final List<Rule> RULES =
      List.of(
          // From 18 on a list of constants is one parameter and says so in a comment.
          Rule.of("\\bnot\\s+in\\s*\\((\\$\\d+) /\\*, \\.\\.\\. \\*/\\)", "<> ALL ($1)"),
          Rule.of("\\bin\\s*\\((\\$\\d+) /\\*, \\.\\.\\. \\*/\\)", "= ANY ($1)"),
          Rule.of("\\binterval\\s+(\\$\\d+)\\s+" + FIELDS + "\\b", "($1 * interval '1 $2')"),
          Rule.of("\\binterval\\s+(\\$\\d+)", "$1::interval"),
          Rule.of("\\bdate\\s+(\\$\\d+)", "$1::date"),
          Rule.of("\\btime\\s+(\\$\\d+)", "$1::time"),
          Rule.of("\\btimestamp\\s+(\\$\\d+)", "$1::timestamp"),
          Rule.of("\\btimestamptz\\s+(\\$\\d+)", "$1::timestamptz"),
          Rule.of("\\btimestamp\\s+with\\s+time\\s+zone\\s+(\\$\\d+)", "$1::timestamptz"),
          Rule.of("\\bfrom\\s+(\\$\\d+)\\s+for\\s+(\\$\\d+)", "from $1::integer for $2::integer"),
          // The field is not known any more. Both arms get the same guess.
          Rule.of("\\bextract\\s*\\(\\s*\\$\\d+\\s+from\\b", "extract(year from"));

  private static final Pattern UNKNOWN_FIELD =
      Pattern.compile("\\bextract\\s*\\(\\s*\\$\\d+\\s+from\\b", Pattern.CASE_INSENSITIVE);

  private static final Pattern ROWS =
      Pattern.compile(
          "\\bin\\s*\\(\\s*values\\s*(?<rows>(?:\\(\\s*\\$\\d+\\s*\\)(?:\\s*,\\s*)?)++)\\s*\\)",
          Pattern.CASE_INSENSITIVE);

  /** Numbers that the server takes for texts where only constants stand around them. */
  private static final List<Rule> NUMBERS =
      List.of(
          Rule.of("\\b(then|else)\\s+(\\$\\d+)(?!::)", "$1 $2::integer"),
          Rule.of("(\\$\\d+)\\s*([-+])\\s*(\\$\\d+)(?!::)", "$1::numeric $2 $3::numeric"));

  private TextRepair() {}

  /** The text as the grammar wants it. */
  static String repair(String sql) {
    return apply(RULES, sql);
  }

  /** A further guess, for a repaired text that the server still cannot make sense of. */
  static String withNumbers(String repaired) {
    return apply(NUMBERS, repaired);
  }

  /**
   * The same question with lists of constants in place of VALUES, where the server infers no types:
   * to read what they are compared with, not to be measured.
   */
  static String withLists(String repaired) {
    var text = new StringBuilder();
    var m = ROWS.matcher(repaired);
    while (m.find()) {
      var list = m.group("rows").replace("(", "").replace(")", "");
      m.appendReplacement(text, java.util.regex.Matcher.quoteReplacement("in (" + list + ")"));
    }
    return m.appendTail(text).toString();
  }

  /** What of the question a repair has made up. */
  static List<String> guesses(String sql) {
    return UNKNOWN_FIELD.matcher(sql).find() ? List.of("the field of extract is year") : List.of();
  }

  private static String apply(List<Rule> rules, String sql) {
    var text = sql;
    for (var rule : rules) {
      text = rule.pattern().matcher(text).replaceAll(rule.replacement());
    }
    return renumbered(text);
  }

  /** Where a repair has removed a parameter the others move up: the server wants no gap. */
  private static String renumbered(String sql) {
    var numbers = List.copyOf(SqlText.parameters(sql));
    return SqlText.replaceParameters(sql, n -> "$" + (numbers.indexOf(n) + 1));
  }
}
