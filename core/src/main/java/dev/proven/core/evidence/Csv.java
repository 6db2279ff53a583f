package dev.proven.core.evidence;

import java.util.ArrayList;
import java.util.List;

/** Splits one line of RFC 4180 CSV into its fields; a line break inside quotes is not supported. */
public final class Csv {
  private Csv() {}

  /**
   * The fields of a line, quotes taken off.
   *
   * @throws IllegalArgumentException for a quote that is not closed, or closed before its field
   *     ends
   */
  public static List<String> fields(String line) {
    var fields = new ArrayList<String>();
    if (line.indexOf('"') < 0) {
      splitPlain(line, fields);
      return fields;
    }
    int at = 0;
    while (at <= line.length()) {
      var field = new StringBuilder();
      int quote = skipBlanks(line, at);
      at = line.startsWith("\"", quote) ? quoted(line, quote + 1, field) : plain(line, at, field);
      fields.add(field.toString());
      at++;
    }
    return fields;
  }

  private static void splitPlain(String line, List<String> fields) {
    int from = 0;
    for (int comma = line.indexOf(','); comma >= 0; comma = line.indexOf(',', from)) {
      fields.add(line.substring(from, comma));
      from = comma + 1;
    }
    fields.add(line.substring(from));
  }

  /** Reads up to the comma or the end and returns its position. */
  private static int plain(String line, int from, StringBuilder field) {
    int comma = line.indexOf(',', from);
    int end = comma < 0 ? line.length() : comma;
    field.append(line, from, end);
    return end;
  }

  private static int quoted(String line, int from, StringBuilder field) {
    int at = from;
    while (at < line.length()) {
      char c = line.charAt(at++);
      if (c != '"') {
        field.append(c);
      } else if (at < line.length() && line.charAt(at) == '"') {
        field.append('"');
        at++;
      } else {
        return endOfQuoted(line, skipBlanks(line, at));
      }
    }
    throw new IllegalArgumentException("A quote is not closed: " + line);
  }

  private static int endOfQuoted(String line, int at) {
    if (at < line.length() && line.charAt(at) != ',') {
      throw new IllegalArgumentException("A quote is closed before its field ends: " + line);
    }
    return at;
  }

  private static int skipBlanks(String line, int from) {
    int at = from;
    while (at < line.length() && line.charAt(at) == ' ') {
      at++;
    }
    return at;
  }
}
