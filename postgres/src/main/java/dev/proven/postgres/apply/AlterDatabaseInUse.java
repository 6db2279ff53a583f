package dev.proven.postgres.apply;

import dev.proven.core.ChangeRecord;
import dev.proven.core.Progress;
import dev.proven.core.apply.Enactment;
import dev.proven.core.apply.Patience;
import dev.proven.core.journal.Journal;
import dev.proven.postgres.DatabaseSetting;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.PostgresUndo;
import dev.proven.postgres.Sql;
import dev.proven.postgres.setting.Knobs;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Another value of a setting of a database in use, for the sessions that begin from then on.
 *
 * @param target the database
 * @param change what is to be set
 */
record AlterDatabaseInUse(PostgresTarget target, AlterDatabase change) {
  private static final String MINE =
      "SELECT pg_has_role(datdba, 'USAGE') FROM pg_database WHERE datname = current_database()";

  /**
   * What would come of it; looks, changes nothing.
   *
   * @param together all changes that are made with it
   */
  Enactment look(List<ChangeRecord> together) throws SQLException {
    try (var connection = target.connect()) {
      if (!Knobs.contains(change.setting())) {
        return new Enactment.Refused(
            change.setting() + " is not a setting that Proven changes.", "Run again.");
      }
      if (!Sql.isTrue(connection, MINE)) {
        return new Enactment.Refused(
            "Role " + target.address().user() + " does not own the database.",
            "Apply as its owner or as a superuser.");
      }
      if (Sql.isTrue(connection, "SELECT current_setting('transaction_read_only')::bool")) {
        return new Enactment.Refused(
            target.name() + " takes no changes: it is a standby, or the role is read-only.",
            "Name the primary with --url, as a role that may write.");
      }
      return look(connection, read(connection), together);
    }
  }

  private Enactment look(
      Connection connection, Optional<String> before, List<ChangeRecord> together)
      throws SQLException {
    if (before.filter(change.value()::equals).isPresent()) {
      return new Enactment.AlreadyThere(
          change.setting() + " is set to " + change.value() + " by ALTER DATABASE already.");
    }
    var server = SettingsInUse.of(target, together);
    var harm = SettingsInUse.refusal(server, change.setting(), change.value());
    if (harm.isPresent()) {
      return harm.get();
    }
    var now = Sql.text(connection, "SELECT current_setting(?)", change.setting()).orElse("");
    var notes = new ArrayList<String>();
    notes.add(change.setting() + " is " + now + " now; sessions that are open keep it.");
    server.doubt(change.setting(), change.value()).ifPresent(notes::add);
    return new Enactment.ByProven(
        statement(Optional.of(change.value())), statement(before), notes, this::make);
  }

  private Optional<String> read(Connection connection) throws SQLException {
    return DatabaseSetting.read(connection, target.address().database(), change.setting());
  }

  private String statement(Optional<String> value) {
    return DatabaseSetting.statement(target.address().database(), change.setting(), value) + ";";
  }

  @SuppressWarnings("MustBeClosedChecker") // it stays in force; the journal holds the undo
  private List<String> make(Journal journal, Patience patience, Progress progress)
      throws Exception {
    try (var connection = target.connectForChange()) {
      Sql.execute(connection, "SET lock_timeout = " + patience.lock().toMillis());
      Sql.execute(connection, "SET statement_timeout = " + patience.statement().toMillis());
      journal.apply(
          PostgresUndo.setInDatabase(target, change.setting(), read(connection)),
          () -> Sql.execute(connection, statement(Optional.of(change.value()))));
    }
    return List.of(change.setting() + " is " + change.value() + " in new sessions.");
  }
}
