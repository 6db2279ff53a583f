package dev.proven.postgres;

import dev.proven.core.journal.UndoRecord;
import dev.proven.postgres.setting.Knobs;
import dev.proven.postgres.whatif.Extension;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an undo may do at most, whatever a journal says: a journal may come from anywhere, and some
 * settings make a server run programs. Each throws before anything is executed.
 */
final class UndoLimits {
  /** Numbers with their units, and words; more than that no setting of ours has. */
  private static final Pattern VALUE = Pattern.compile("[\\w.+-][\\w.+ -]{0,63}");

  private static final Pattern CLONE = Pattern.compile("_[ab][0-9]{0,9}");

  private UndoLimits() {}

  /** The setting that the field names, one of those that Proven changes. */
  static String setting(UndoRecord record, String field) {
    var setting = record.field(field);
    if (!Knobs.contains(setting)) {
      throw new IllegalStateException(setting + " is not a setting that Proven changes");
    }
    return setting;
  }

  /** The value that a setting had before, where it had one. */
  static Optional<String> value(UndoRecord record, String field) {
    var value = Optional.ofNullable(record.data().get(field));
    if (value.filter(v -> !VALUE.matcher(v).matches()).isPresent()) {
      throw new IllegalStateException("\"" + value.get() + "\" is not a value of a setting");
    }
    return value;
  }

  /** The database that a run has made, by a name that no other has. */
  static String clone(UndoRecord record) {
    var clone = record.field("database");
    var prefix = Clones.prefix(record.field("run"));
    if (!clone.startsWith(prefix) || !CLONE.matcher(clone.substring(prefix.length())).matches()) {
      throw new IllegalStateException(clone + " is not a database that Proven has made");
    }
    return clone;
  }

  /** The extension, one of those that indexes of ours may need. */
  static String extension(UndoRecord record) {
    var extension = record.field("extension");
    if (!Extension.isKnown(extension)) {
      throw new IllegalStateException(extension + " is not an extension that Proven makes");
    }
    return extension;
  }
}
