package dev.proven.postgres.apply;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.Change;
import dev.proven.core.ChangeRecord;
import dev.proven.core.Problem;
import dev.proven.core.journal.Journal;
import dev.proven.core.journal.Undo;
import dev.proven.postgres.PostgresKind;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.PostgresUndo;
import dev.proven.postgres.ServerSetting;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Another value of a server's parameter, for all its databases. One that waits for a restart is
 * written and takes effect with the next one.
 *
 * @param parameter its name
 * @param value as in a configuration file, with its unit
 */
public record AlterSystem(String parameter, String value) implements Change<PostgresTarget> {
  /** The action of its record. */
  public static final String ACTION = "alter-system";

  /** Reads the record of a run. */
  static AlterSystem of(ChangeRecord change) {
    return new AlterSystem(change.field("parameter"), change.field("value"));
  }

  @Override
  public String script() {
    return ServerSetting.alter(parameter, value) + ";\nSELECT pg_reload_conf();";
  }

  @Override
  public List<ChangeRecord> records() {
    return List.of(
        new ChangeRecord(
            PostgresKind.ID,
            ACTION,
            new TreeMap<>(Map.of("parameter", parameter, "value", value))));
  }

  @Override
  @MustBeClosed
  public Undo apply(PostgresTarget target, Journal journal) throws Exception {
    try (var connection = target.connectForChange()) {
      var before =
          ServerSetting.of(connection, parameter)
              .orElseThrow(() ->
                  Problem.failed(
                      "The server has no parameter " + parameter + ".", "Correct its name."));
      return journal.apply(
          PostgresUndo.alterSystem(target, before),
          () -> ServerSetting.write(connection, before.name(), value));
    }
  }
}
