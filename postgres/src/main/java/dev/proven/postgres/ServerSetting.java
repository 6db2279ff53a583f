package dev.proven.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

  /** Lists whose elements are quoted one by one; a single literal would be a single element. */
  private static final Set<String> LISTS =
      Set.of(
          "local_preload_libraries",
          "search_path",
          "session_preload_libraries",
          "shared_preload_libraries",
          "temp_tablespaces",
          "unix_socket_directories");

  /** Sources that win over a configuration file, as in pg_settings, in words. */
  private static final Map<String, String> STRONGER =
      Map.of(
          "environment variable", "the environment of the server's process",
          "command line", "the command that starts the server",
          "database", "ALTER DATABASE",
          "user", "ALTER ROLE",
          "database user", "ALTER ROLE IN DATABASE");

  private static final Pattern ELEMENT = Pattern.compile("\\s*\"((?:[^\"]|\"\")*)\"\\s*|([^,\"]+)");

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
        ? "ALTER SYSTEM RESET " + quoted(name)
        : "ALTER SYSTEM SET " + quoted(name) + " = " + literal(name, value);
  }

  /** Parameters of extensions have a dot, which is not part of an identifier. */
  private static String quoted(String name) {
    return List.of(name.split("\\.", -1)).stream()
        .map(Sql::identifier)
        .collect(Collectors.joining("."));
  }

  private static String literal(String name, String value) {
    if (!LISTS.contains(name)) {
      return Sql.literal(value).strip();
    }
    var elements = elements(value);
    return elements.isEmpty()
        ? "''"
        : elements.stream().map(e -> Sql.literal(e).strip()).collect(Collectors.joining(", "));
  }

  /** The elements of a list as the configuration file writes it, some in double quotes. */
  private static List<String> elements(String value) {
    return ELEMENT
        .matcher(value)
        .results()
        .map(m -> m.group(1) != null ? m.group(1).replace("\"\"", "\"") : m.group(2).strip())
        .filter(e -> !e.isEmpty())
        .toList();
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
