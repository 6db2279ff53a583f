package dev.proven.core;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A change as data, without secrets: it stands in the record of a run, and a later process makes
 * the change from it.
 *
 * @param kind the id of the target kind that understands it
 * @param action what shall be done, such as {@code create-index}
 * @param data the action's own fields
 */
public record ChangeRecord(String kind, String action, SortedMap<String, String> data) {
  public ChangeRecord {
    data = new TreeMap<>(data);
  }

  /** The field of that name; its absence means that the record is damaged. */
  public String field(String name) {
    var value = data.get(name);
    if (value == null) {
      throw Problem.failed(
          "The change " + action + " has no field \"" + name + "\".",
          "The record of the run is damaged, or was made by another version: run again.");
    }
    return value;
  }
}
