package dev.proven.report;

import java.util.regex.Pattern;

/** Words of a command line that is to be typed. */
final class Shell {
  private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./-]+");

  private Shell() {}

  /** The text as one word, in quotes where a shell would read something else. */
  static String word(String text) {
    return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
