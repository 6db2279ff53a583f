package dev.proven.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A parameter of a server as ALTER SYSTEM sees it.
 *
 * @param name as the server spells it
 * @param current its value in a new session, with its unit
 * @param source where that value comes from, as in pg_settings
 * @param context when it can change, as in pg_settings
 * @param pending whether it waits for a restart
 * @param written what postgresql.auto.conf says, or null where it says nothing
 */
public record ServerSetting(
    String name,
    String current,
    String source,
    String context,
    boolean pending,
    @Nullable String written) {

  /** Sources that win over a configuration file, as in pg_settings, in words. */
  private static final Map<String, String> STRONGER =
      Map.of(
          "environment variable", "the environment of the server's process",
          "command line", "the command that starts the server",
          "database", "ALTER DATABASE",
          "user", "ALTER ROLE",
          "database user", "ALTER ROLE IN DATABASE");

  private static final Duration RELOAD = Duration.ofSeconds(10);

  private static final String QUERY =
      """
      SELECT s.name, current_setting(s.name), s.source, s.context, s.pending_restart,
        (SELECT f.setting FROM pg_file_settings f WHERE lower(f.name) = lower(s.name)
          AND f.sourcefile LIKE '%postgresql.auto.conf' ORDER BY f.seqno DESC LIMIT 1)
      FROM pg_settings s WHERE lower(s.name) = lower(?)
      """;

  /** The parameter of that name; the role must be allowed to read the configuration files. */
  public static Optional<ServerSetting> of(Connection connection, String name) throws SQLException {
    return Sql.list(
            connection,
            r ->
                new ServerSetting(
                    r.getString(1),
                    r.getString(2),
                    r.getString(3),
                    r.getString(4),
                    r.getBoolean(5),
                    r.getString(6)),
            QUERY,
            name)
        .stream()
        .findFirst();
  }

  /** Whether a change of it waits for a restart of the server. */
  public boolean needsRestart() {
    return context.equals("postmaster");
  }

  /** Who has given it a value that wins over the server's files, in words; empty if nobody has. */
  public Optional<String> stronger() {
    return Optional.ofNullable(STRONGER.get(source));
  }

  /** The statement that writes the value, or with null takes the parameter out of the file. */
  public static String alter(String name, @Nullable String value) {
    return value == null
        ? "ALTER SYSTEM RESET " + Sql.identifier(name)
        : "ALTER SYSTEM SET " + Sql.identifier(name) + " = " + Sql.literal(value).strip();
  }

  /**
   * Writes a value, or with null takes the parameter out of the file, and has the server read its
   * files again; returns when this session has seen that.
   */
  public static void write(Connection connection, String name, @Nullable String value)
      throws SQLException {
    Sql.execute(connection, alter(name, value));
    var before = loaded(connection);
    Sql.execute(connection, "SELECT pg_reload_conf()");
    long deadline = System.nanoTime() + RELOAD.toNanos();
    while (loaded(connection).equals(before)) {
      if (System.nanoTime() > deadline) {
        throw new SQLException("the server did not read its configuration again within 10 s");
      }
      pause();
    }
  }

  private static String loaded(Connection connection) throws SQLException {
    return Sql.text(connection, "SELECT pg_conf_load_time()::text").orElse("");
  }

  private static void pause() throws SQLException {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted while the server read its configuration", e);
    }
  }
}
