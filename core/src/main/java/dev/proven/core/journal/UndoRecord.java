package dev.proven.core.journal;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that is needed to take one change back, without secrets.
 *
 * @param kind the id of the target kind whose handler understands it
 * @param action what the handler shall do, such as {@code drop-database}
 * @param what the change in words, for people
 * @param data the handler's own fields
 */
public record UndoRecord(String kind, String action, String what, SortedMap<String, String> data) {
  public UndoRecord {
    data = new TreeMap<>(data);
  }

  /** The field of that name; its absence means that the journal is damaged. */
  public String field(String name) {
    var value = data.get(name);
    if (value == null) {
      throw new IllegalStateException("The journal entry \"" + what + "\" has no field " + name);
    }
    return value;
  }
}
