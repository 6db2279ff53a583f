package dev.proven.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Texts in well-known functions, of which only a few make sense: a unit, a format, a time zone.
 * Which one the application gives is not recorded, so it is a guess.
 */
final class FunctionWords {
  /**
   * An argument that is such a text.
   *
   * @param position from 0
   * @param what it is, for people
   */
  private record Argument(String function, int position, String value, String what) {}

  /**
   * A guess.
   *
   * @param what it is, for people
   */
  record Word(String value, String what) {}

  private static final String FORMAT = "YYYY-MM-DD";

  private static final List<Argument> ARGUMENTS =
      List.of(
          new Argument("date_trunc", 0, "day", "the unit of date_trunc"),
          new Argument("date_part", 0, "year", "the field of date_part"),
          new Argument("to_char", 1, FORMAT, "the format of to_char"),
          new Argument("to_date", 1, FORMAT, "the format of to_date"),
          new Argument("to_timestamp", 1, FORMAT, "the format of to_timestamp"),
          new Argument("timezone", 0, "UTC", "the time zone"));

  private static final Pattern AT_TIME_ZONE =
      Pattern.compile("\\bat time zone \\(?\\$(?<number>\\d+)");

  private static final Pattern PARAMETER = Pattern.compile("\\(*\\$(\\d+)(?:::[a-z ]+)?\\)*");

  private static final Pattern ESCAPE = Pattern.compile("\\bescape \\$(?<number>\\d+)");

  private FunctionWords() {}

  /** Guesses for parameters of a statement, by their numbers. */
  static Map<Integer, Word> of(String sql) {
    var words = new TreeMap<Integer, Word>();
    var skeleton = SqlText.skeleton(sql);
    for (var argument : ARGUMENTS) {
      var call = Pattern.compile("\\b" + argument.function() + " ?\\(").matcher(skeleton);
      while (call.find()) {
        var given = arguments(skeleton, call.end());
        if (given.size() > argument.position()) {
          var m = PARAMETER.matcher(given.get(argument.position()).strip());
          if (m.matches()) {
            words.put(Integer.parseInt(m.group(1)), new Word(argument.value(), argument.what()));
          }
        }
      }
    }
    for (var m = ESCAPE.matcher(skeleton); m.find(); ) {
      words.put(Integer.parseInt(m.group("number")), new Word("\\", "the escape of a pattern"));
    }
    for (var m = AT_TIME_ZONE.matcher(skeleton); m.find(); ) {
      words.put(Integer.parseInt(m.group("number")), new Word("UTC", "the time zone"));
    }
    return words;
  }

  /** What stands between the commas of a call, up to its closing bracket. */
  private static List<String> arguments(String sql, int from) {
    var arguments = new ArrayList<String>();
    int depth = 0;
    int begin = from;
    for (int i = from; i < sql.length() && depth >= 0; i++) {
      char c = sql.charAt(i);
      depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
      if (depth < 0 || (depth == 0 && c == ',')) {
        arguments.add(sql.substring(begin, i));
        begin = i + 1;
      }
    }
    return arguments;
  }
}
