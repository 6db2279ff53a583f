package dev.proven.postgres.log;

import dev.proven.postgres.Sql;
import org.jspecify.annotations.Nullable;

/**
 * One execution.
 *
 * @param text as it was sent, perhaps with {@code $1}
 * @param values of its parameters, or null where they are not known
 * @param seconds that it took
 */
record Example(String text, @Nullable BoundValues values, double seconds) {
  /** With its values where all are known, else without any. */
  static Example of(String text, @Nullable BoundValues values, double seconds) {
    int highest = Sql.parameters(text);
    boolean all = highest > 0 && values != null && values.covers(highest);
    return new Example(text, all ? values : null, seconds);
  }

  /** Whether all its constants are known. */
  boolean isComplete() {
    return values != null || Sql.parameters(text) == 0;
  }

  boolean hasSameConstants(Example other) {
    return text.equals(other.text) && java.util.Objects.equals(values, other.values);
  }

  long length() {
    long length = text.length();
    if (values != null) {
      for (var value : values.byNumber().values()) {
        length += value.map(String::length).orElse(0);
      }
    }
    return length;
  }
}
