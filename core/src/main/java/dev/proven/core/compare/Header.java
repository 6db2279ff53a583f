package dev.proven.core.compare;

import dev.proven.core.Problem;
import dev.proven.core.evidence.Csv;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The first line of a paired file: where its four columns are, in any order, among any others.
 *
 * @param block position of the block's name
 * @param arm position of A or B
 * @param metric position of the metric's name
 * @param value position of the measurement
 * @param fields how many fields every row has
 */
record Header(int block, int arm, int metric, int value, int fields) {
  /** The columns a file must have. */
  static final List<String> COLUMNS = List.of("block", "arm", "metric", "value");

  private static final Pattern A_COLUMN =
      Pattern.compile("\\b(block|arm|metric|value)\\b", Pattern.CASE_INSENSITIVE);

  /** Whether a line was meant as such a header, right or wrong. */
  static boolean isMeant(String line) {
    return A_COLUMN.matcher(line).find();
  }

  /**
   * Reads the header.
   *
   * @throws Problem usage, where a column is missing or stands there twice
   */
  static Header of(String line, InputLines lines) {
    var names = fields(line, lines).stream().map(f -> f.strip().toLowerCase(Locale.ROOT)).toList();
    for (String column : COLUMNS) {
      if (!names.contains(column)) {
        throw missing(column, line, lines);
      }
      if (names.indexOf(column) != names.lastIndexOf(column)) {
        throw lines.wrong("the column " + column + " is there twice", "Name each column once.");
      }
    }
    return new Header(
        names.indexOf("block"),
        names.indexOf("arm"),
        names.indexOf("metric"),
        names.indexOf("value"),
        names.size());
  }

  /** The fields of a line of the file. */
  static List<String> fields(String line, InputLines lines) {
    try {
      return Csv.fields(line);
    } catch (IllegalArgumentException e) {
      throw lines.wrong("a quote is not closed, or stands inside a field").causedBy(e);
    }
  }

  private static Problem missing(String column, String line, InputLines lines) {
    for (var separator : List.of(";", "\t")) {
      if (line.contains(separator)) {
        return lines.wrong(
            "the fields are separated by " + (separator.equals(";") ? "semicolons" : "tabs"),
            "Separate them by commas and write decimals with a point: block,arm,metric,value.");
      }
    }
    return lines.wrong(
        "there is no column " + column + " in " + InputLines.shown(line),
        "The first line names the columns: block,arm,metric,value.");
  }
}
