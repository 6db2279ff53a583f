package dev.proven.postgres;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.regex.Pattern;

/**
 * An expression over one row of a table that a parameter is compared with, as a plan prints it.
 *
 * @param alias of the table in the plan, as SQL
 * @param text of the expression, in which other parameters may stand
 * @param operator between the expression and the parameter, such as {@code <=}
 * @param array whether the parameter is a list of such values
 */
record ComparedExpression(String alias, String text, String operator, boolean array) {
  private static final String NAME = "(?:\"(?:[^\"]|\"\")++\"|[a-z_][\\w$]*+)";
  private static final Pattern COLUMN =
      Pattern.compile("(?<![\\w.\"])(?<alias>" + NAME + ")\\." + NAME + "(?!\\s*\\()");
  private static final String OPERATOR = "\\s(?<operator><>|<=|>=|=|<|>|!?~~\\*?|!?~\\*?)\\s";
  private static final String KEY = "\\s(?<operator>->>?|#>>?|\\?[|&]?)\\s";

  /**
   * The first one that a parameter is compared with.
   *
   * @param conditions of a plan, each in brackets
   */
  static Optional<ComparedExpression> find(String conditions, int parameter) {
    return find(conditions, parameter, OPERATOR);
  }

  /** The first one that a parameter takes a part of by its key, such as {@code doc ->> $1}. */
  static Optional<ComparedExpression> document(String plan, int parameter) {
    return find(plan, parameter, KEY);
  }

  private static Optional<ComparedExpression> find(
      String conditions, int parameter, String operator) {
    var plain = withoutConstants(conditions);
    var compared = Pattern.compile(operator + "(?<any>ANY |ALL )?\\(*\\$" + parameter + "\\b");
    for (var m = compared.matcher(plain); m.find(); ) {
      int from = opening(plain, m.start());
      var aliases = aliases(plain.substring(from, m.start()));
      if (aliases.size() == 1) {
        var text = conditions.substring(from, m.start());
        return Optional.of(
            new ComparedExpression(
                aliases.iterator().next(), text, m.group("operator"), m.group("any") != null));
      }
    }
    return Optional.empty();
  }

  /** The same length, with nothing in its constants that could be taken for SQL. */
  private static String withoutConstants(String conditions) {
    var plain = new StringBuilder(conditions);
    for (var token : SqlText.tokens(conditions)) {
      if (token.kind() == SqlLexer.Kind.QUOTED && conditions.charAt(token.from()) != '"') {
        for (int i = token.from(); i < token.from() + token.of(conditions).length(); i++) {
          plain.setCharAt(i, '\'');
        }
      }
    }
    return plain.toString();
  }

  /** Where the expression that ends there begins: behind the bracket that is still open. */
  private static int opening(String plain, int end) {
    int depth = 0;
    for (int i = end - 1; i >= 0; i--) {
      char c = plain.charAt(i);
      if (c == ')') {
        depth++;
      } else if (c == '(' && depth-- == 0) {
        return i + 1;
      }
    }
    return 0;
  }

  private static Set<String> aliases(String plain) {
    var aliases = new TreeSet<String>();
    COLUMN.matcher(plain).results().map(r -> r.group("alias")).forEach(aliases::add);
    return aliases;
  }

  boolean isPattern() {
    return operator.contains("~");
  }

  boolean isRegex() {
    return isPattern() && !operator.contains("~~");
  }

  boolean isLowerBound() {
    return operator.startsWith(">") && !array;
  }

  boolean isUpperBound() {
    return (operator.equals("<") || operator.equals("<=")) && !array;
  }

  /** Whether its value depends on that parameter. */
  boolean contains(int parameter) {
    return SqlText.parameters(text).contains(parameter);
  }

  /** The text with values in it. */
  String with(IntFunction<String> values) {
    return SqlText.replaceParameters(text, values);
  }
}
