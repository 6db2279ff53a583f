package dev.proven.postgres.index;

import java.util.regex.Pattern;

/**
 * The name of a partition in a plan. The server makes it of the name that the statement gives to
 * the table and of a number, in the order in which the tables stand in the statement.
 *
 * @param alias such as {@code o_3}
 * @param base such as {@code o}
 * @param first the smallest number of all partitions of that table
 */
record AppendAlias(String alias, String base, int first) {
  private static final Pattern NUMBERED = Pattern.compile("(.*)_(\\d{1,9})", Pattern.DOTALL);

  /** The name without its number. */
  static String base(String alias) {
    var match = NUMBERED.matcher(alias);
    return match.matches() ? match.group(1) : alias;
  }

  /** The number; 0 where there is none. */
  static int number(String alias) {
    var match = NUMBERED.matcher(alias);
    return match.matches() ? Integer.parseInt(match.group(2)) : 0;
  }

  /** The number of another name that the server may have made of that base; below 0 of none. */
  static int number(String alias, String base) {
    if (alias.equals(base)) {
      return 0;
    }
    return base(alias).equals(base) ? number(alias) : -1;
  }
}
