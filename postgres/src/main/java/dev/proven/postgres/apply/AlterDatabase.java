package dev.proven.postgres.apply;

import dev.proven.core.ChangeRecord;
import dev.proven.postgres.PostgresKind;
import java.util.Map;
import java.util.TreeMap;

/**
 * Another value of a setting for the sessions of one database, that into which it is applied.
 *
 * @param setting its name
 * @param value as a person writes it
 */
public record AlterDatabase(String setting, String value) {
  /** The action of its record. */
  public static final String ACTION = "alter-database";

  /** Reads the record of a run. */
  static AlterDatabase of(ChangeRecord change) {
    return new AlterDatabase(change.field("setting"), change.field("value"));
  }

  public ChangeRecord record() {
    return new ChangeRecord(
        PostgresKind.ID, ACTION, new TreeMap<>(Map.of("setting", setting, "value", value)));
  }
}
