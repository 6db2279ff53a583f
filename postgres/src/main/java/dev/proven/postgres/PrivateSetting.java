package dev.proven.postgres;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.Problem;
import dev.proven.core.journal.Journal;
import dev.proven.core.journal.Undo;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** A setting of a whole server that this run has started, and may therefore restart. */
public final class PrivateSetting {
  private static final String GIVEN =
      """
      SELECT setting FROM pg_file_settings
      WHERE name = ? AND sourcefile LIKE '%/postgresql.auto.conf' ORDER BY seqno DESC LIMIT 1
      """;

  private PrivateSetting() {}

  /**
   * Sets it by ALTER SYSTEM and puts it into force.
   *
   * @param restart whether that takes a restart
   * @throws Problem if the server would not start with it; it then runs on without
   */
  @MustBeClosed
  public static Undo set(
      PostgresTarget target, String setting, String value, boolean restart, Journal journal)
      throws Exception {
    var server = target.server();
    if (server == null) {
      throw Problem.usage(
          setting + " belongs to the whole server, and " + target.name() + " is not ours.",
          "Set it by hand: " + statement(setting, Optional.of(value)) + ";");
    }
    server.control().mustAccept(setting, value);
    var previous = given(target, setting);
    return journal.apply(
        PostgresUndo.setInPrivateServer(target, setting, previous, restart),
        () -> put(target, server, setting, value, previous, restart));
  }

  private static Optional<String> given(PostgresTarget target, String setting) throws SQLException {
    try (var connection = target.connect()) {
      return Sql.text(connection, GIVEN, setting);
    }
  }

  private static void put(
      PostgresTarget target,
      EmbeddedServer server,
      String setting,
      String value,
      Optional<String> previous,
      boolean restart)
      throws SQLException, IOException, InterruptedException {
    try (var connection = target.connectForChange()) {
      execute(connection, setting, Optional.of(value));
    }
    if (restart) {
      restart(server, setting, value, previous);
    }
  }

  private static void execute(Connection connection, String setting, Optional<String> value)
      throws SQLException {
    Sql.execute(connection, statement(setting, value));
    Sql.execute(connection, "SELECT pg_reload_conf()");
  }

  /** A server that does not come up again gets back what it came up with before. */
  private static void restart(
      EmbeddedServer server, String setting, String value, Optional<String> previous)
      throws IOException, InterruptedException {
    try {
      server.control().restart();
    } catch (IOException e) {
      ServerControl.setOffline(server.folder(), setting, previous);
      server.control().restart();
      throw Problem.failed(
              "A private server does not start with "
                  + setting
                  + " = "
                  + value
                  + ": "
                  + e.getMessage(),
              "It runs on without it, and the setting is not proposed.")
          .causedBy(e);
    }
  }

  /** Sets, or for no value resets, one setting of a server. */
  static String statement(String setting, Optional<String> value) {
    return "ALTER SYSTEM "
        + value
            .map(v -> "SET " + Sql.identifier(setting) + " = " + Sql.literal(v))
            .orElse("RESET " + Sql.identifier(setting));
  }
}
