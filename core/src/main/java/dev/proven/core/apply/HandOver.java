package dev.proven.core.apply;

import dev.proven.core.ChangeRecord;
import java.util.Map;
import java.util.TreeMap;

/**
 * A change that Proven cannot make in a target in use, because it belongs into an application's
 * code or onto another machine: it is handed over as a file.
 *
 * @param instruction what to do with the file, and what takes it back, in one or two sentences
 * @param file its name; what a file system might not take in it is replaced
 * @param text its content, without secrets
 */
public record HandOver(String instruction, String file, String text) {
  /** The action of its record, the same for every kind of target. */
  public static final String ACTION = "hand-over";

  private static final int LONGEST_NAME = 100;

  public HandOver {
    file = plain(file);
  }

  /** Names come from a database's own names, and from a record that may have been edited. */
  private static String plain(String name) {
    var plain = name.replaceAll("[^\\w.-]+", "_").replaceFirst("^\\.+", "");
    int excess = Math.max(0, plain.length() - LONGEST_NAME);
    return plain.isEmpty() ? "change.txt" : plain.substring(excess);
  }

  /** Reads the record of a run. */
  public static HandOver of(ChangeRecord change) {
    return new HandOver(change.field("instruction"), change.field("file"), change.field("text"));
  }

  /** The change as data, for a kind of target. */
  public ChangeRecord record(String kind) {
    return new ChangeRecord(
        kind,
        ACTION,
        new TreeMap<>(Map.of("instruction", instruction, "file", file, "text", text)));
  }

  /** How it gets into any target. */
  public Enactment enactment() {
    return new Enactment.ByHand(instruction, new TreeMap<>(Map.of(file, text)));
  }
}
