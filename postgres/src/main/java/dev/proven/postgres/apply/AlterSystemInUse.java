package dev.proven.postgres.apply;

import dev.proven.core.ChangeRecord;
import dev.proven.core.Progress;
import dev.proven.core.apply.Enactment;
import dev.proven.core.apply.Patience;
import dev.proven.core.journal.Journal;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.ServerSetting;
import dev.proven.postgres.Sql;
import dev.proven.postgres.setting.InUse;
import dev.proven.postgres.setting.Knobs;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Another value of a parameter of a server in use.
 *
 * @param target one of its databases
 * @param change what is to be set
 */
record AlterSystemInUse(PostgresTarget target, AlterSystem change) {
  private static final int PRIVILEGES_SINCE = 15;
  private static final int SWITCH_SINCE = 17;

  /** Reported also for what merely waits for a restart. */
  private static final String WAITS = "setting could not be applied";

  /**
   * What would come of it; looks, changes nothing.
   *
   * @param together all changes that are made with it
   */
  Enactment look(List<ChangeRecord> together) throws SQLException {
    if (!Knobs.contains(change.parameter())) {
      return new Enactment.Refused(
          change.parameter() + " is not a setting that Proven changes.",
          "Set it by hand where you want it, or run again.");
    }
    try (var connection = target.connect()) {
      var refusal = refusal(connection);
      if (refusal.isPresent()) {
        return refusal.get();
      }
      var before = ServerSetting.of(connection, change.parameter());
      return before.isPresent()
          ? look(before.get(), together)
          : new Enactment.Refused(
              "The server has no parameter " + change.parameter() + ".",
              "It is of another version than the one that was measured: run again.");
    }
  }

  private Enactment look(ServerSetting before, List<ChangeRecord> together) throws SQLException {
    if (change.value().equals(before.written())) {
      return new Enactment.AlreadyThere(
          before.name() + " is set to " + change.value() + " by ALTER SYSTEM already.");
    }
    var server = SettingsInUse.of(target, together);
    var harm = SettingsInUse.refusal(server, before.name(), change.value());
    return harm.isPresent() ? harm.get() : planned(before, server);
  }

  private Enactment planned(ServerSetting before, InUse server) {
    var notes = new ArrayList<String>();
    notes.add(before.name() + " is " + before.current() + " now.");
    server.doubt(before.name(), change.value()).ifPresent(notes::add);
    if (before.needsRestart()) {
      notes.add("It takes effect when the server is restarted, which Proven does not do.");
    }
    before
        .stronger()
        .ifPresent(who ->
            notes.add(
                "Its value comes from "
                    + who
                    + ", which wins over ALTER SYSTEM: as long as that stays this changes nothing"
                    + " here."));
    return new Enactment.ByProven(
        change.script(),
        ServerSetting.alter(before.name(), before.written()) + ";\nSELECT pg_reload_conf();",
        notes,
        this::make);
  }

  private Optional<Enactment.Refused> refusal(Connection connection) throws SQLException {
    var role = target.address().user();
    if (!Sql.isTrue(connection, mayAlter(), change.parameter())) {
      return refused(
          "Role " + role + " may not set " + change.parameter() + " for the server.",
          target.majorVersion() >= PRIVILEGES_SINCE
              ? "As a superuser: GRANT ALTER SYSTEM ON PARAMETER "
                  + change.parameter()
                  + " TO "
                  + Sql.identifier(role)
                  + "; a hosted server has a console for it."
              : "Apply as a superuser; a hosted server has a console for it.");
    }
    if (target.majorVersion() >= SWITCH_SINCE
        && !Sql.isTrue(connection, "SELECT current_setting('allow_alter_system')::bool")) {
      return refused(
          "The server does not allow ALTER SYSTEM (allow_alter_system is off).",
          "Set it where the server's configuration is kept: " + change.script());
    }
    if (!mayReadFiles(connection)) {
      return refused(
          "Role "
              + role
              + " may not read what postgresql.auto.conf says, so that an undo could not"
              + " restore it.",
          "As a superuser: GRANT SELECT ON pg_file_settings TO "
              + Sql.identifier(role)
              + "; GRANT EXECUTE ON FUNCTION pg_show_all_file_settings, pg_reload_conf TO "
              + Sql.identifier(role)
              + ";");
    }
    return faulty(connection);
  }

  private String mayAlter() {
    return "SELECT rolsuper"
        + (target.majorVersion() >= PRIVILEGES_SINCE
            ? " OR has_parameter_privilege(?, 'ALTER SYSTEM')"
            : " OR length(?) = 0")
        + " FROM pg_roles WHERE rolname = current_user";
  }

  private static boolean mayReadFiles(Connection connection) throws SQLException {
    return Sql.isTrue(
        connection,
        "SELECT has_table_privilege('pg_file_settings', 'SELECT')"
            + " AND has_function_privilege('pg_show_all_file_settings()', 'EXECUTE')"
            + " AND has_function_privilege('pg_reload_conf()', 'EXECUTE')");
  }

  /** A server that finds a fault in its files reads nothing of them. */
  private static Optional<Enactment.Refused> faulty(Connection connection) throws SQLException {
    return Sql.text(
            connection,
            "SELECT sourcefile || ' line ' || sourceline || ': ' || error FROM pg_file_settings"
                + " WHERE error IS NOT NULL AND error <> ? LIMIT 1",
            WAITS)
        .flatMap(fault ->
            refused("The server's configuration has a fault: " + fault, "Correct it first."));
  }

  private static Optional<Enactment.Refused> refused(String why, String advice) {
    return Optional.of(new Enactment.Refused(why, advice));
  }

  @SuppressWarnings("MustBeClosedChecker") // it stays in force; the journal holds the undo
  private List<String> make(Journal journal, Patience patience, Progress progress)
      throws Exception {
    change.apply(target, journal);
    try (var connection = target.connect()) {
      var now = ServerSetting.of(connection, change.parameter()).orElseThrow();
      if (now.pending()) {
        return List.of(
            "Restart needed: "
                + now.name()
                + " stays "
                + now.current()
                + " until the server is"
                + " restarted.");
      }
      return List.of(
          now.stronger()
              .map(who ->
                  now.name() + " stays " + now.current() + " here, which comes from " + who + ".")
              .orElse(now.name() + " is " + now.current() + " in new sessions."));
    }
  }
}
