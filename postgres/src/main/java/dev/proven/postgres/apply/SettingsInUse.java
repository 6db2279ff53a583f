package dev.proven.postgres.apply;

import dev.proven.core.ChangeRecord;
import dev.proven.core.apply.Enactment;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.setting.InUse;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The settings among changes that are made together, against what the server in use can bear. */
final class SettingsInUse {
  private SettingsInUse() {}

  static InUse of(PostgresTarget target, List<ChangeRecord> changes) throws SQLException {
    Map<String, String> values = new TreeMap<>();
    for (var change : changes) {
      switch (change.action()) {
        case AlterSystem.ACTION -> {
          var set = AlterSystem.of(change);
          values.put(set.parameter(), set.value());
        }
        case AlterDatabase.ACTION -> {
          var set = AlterDatabase.of(change);
          values.put(set.setting(), set.value());
        }
        default -> {}
      }
    }
    return InUse.of(target, values);
  }

  /** Why a value must not be set on this server. */
  static Optional<Enactment.Refused> refusal(InUse server, String name, String value) {
    return server
        .harm(name, value)
        .map(why ->
            new Enactment.Refused(
                name + " = " + value + " is not for this server: " + why + ".",
                "It was proven on another one. Run on a copy that has this server's machine and"
                    + " settings, or set a smaller value by hand."));
  }
}
