package dev.proven.postgres.log;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The values that an execution got for its parameters, as the server logs them: {@code $1 = '42',
 * $2 = NULL}.
 *
 * @param byNumber from 1; empty for NULL
 */
public record BoundValues(SortedMap<Integer, Optional<String>> byNumber) {
  private static final Pattern BEGIN = Pattern.compile("[Pp]arameters: (?=\\$\\d)");
  private static final Pattern NAME = Pattern.compile("(?:, )?\\$(\\d{1,5}) = ");

  public BoundValues {
    byNumber = new TreeMap<>(byNumber);
  }

  /** Those in the detail of a message, or null where it tells none. */
  static @Nullable BoundValues ofDetail(String detail) {
    var begin = BEGIN.matcher(detail);
    return begin.lookingAt() ? of(detail.substring(begin.end())) : null;
  }

  /** Those in a list, or null where it is no such list. */
  static @Nullable BoundValues of(String list) {
    var values = new TreeMap<Integer, Optional<String>>();
    var name = NAME.matcher(list);
    int at = 0;
    while (at < list.length()) {
      if (!name.region(at, list.length()).lookingAt()) {
        return null;
      }
      int number = Integer.parseInt(name.group(1));
      at = name.end();
      if (list.startsWith("NULL", at)) {
        values.put(number, Optional.empty());
        at += "NULL".length();
        continue;
      }
      int end = list.startsWith("'", at) ? end(list, at + 1) : -1;
      if (end < 0) {
        return null;
      }
      values.put(number, Optional.of(list.substring(at + 1, end).replace("''", "'")));
      at = end + 1;
    }
    return new BoundValues(values);
  }

  /** The position of the quote that closes a value, or -1. */
  private static int end(String list, int from) {
    for (int i = from; i < list.length(); i++) {
      if (list.charAt(i) == '\'') {
        if (!list.startsWith("'", i + 1)) {
          return i;
        }
        i++;
      }
    }
    return -1;
  }

  /**
   * Whether each parameter up to that number has a value, and none was shortened by
   * log_parameter_max_length, of which three dots are the mark.
   */
  boolean covers(int highest) {
    for (int n = 1; n <= highest; n++) {
      var value = byNumber.get(n);
      if (value == null || value.orElse("").endsWith("...")) {
        return false;
      }
    }
    return true;
  }
}
