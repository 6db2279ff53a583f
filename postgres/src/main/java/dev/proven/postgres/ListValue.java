package dev.proven.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** An array as the text that the server reads it from, with each value in quotes. */
final class ListValue {
  private ListValue() {}

  /** The text of an array. */
  static String text(List<String> values) {
    return values.stream()
        .map(v -> '"' + v.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
        .collect(Collectors.joining(",", "{", "}"));
  }

  /** The values of such a text; none where it was written in another way. */
  static List<String> of(String text) {
    var values = new ArrayList<String>();
    int i = 1;
    while (text.startsWith("{\"") && i < text.length() && text.charAt(i) == '"') {
      var value = new StringBuilder();
      for (i++; i < text.length() && text.charAt(i) != '"'; i++) {
        i += text.charAt(i) == '\\' ? 1 : 0;
        value.append(text.charAt(i));
      }
      values.add(value.toString());
      i += 2;
    }
    return values;
  }
}
