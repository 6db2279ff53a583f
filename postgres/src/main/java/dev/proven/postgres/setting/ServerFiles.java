package dev.proven.postgres.setting;

import dev.proven.postgres.Sql;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The files in which a server's kernel tells of its machine. The server itself is asked for them,
 * wherever it runs, because only it sees the limits of its own container; where its role may not
 * ask, they are read here, if its processes are seen here.
 */
@FunctionalInterface
interface ServerFiles {
  /** The text of a file, in which {@code /proc/self} is the server's backend; empty for none. */
  Optional<String> read(String path);

  /** The best way there is for this connection. */
  static ServerFiles of(Connection connection) throws SQLException {
    return mayRead(connection) ? path -> throughServer(connection, path) : local(connection);
  }

  private static boolean mayRead(Connection connection) throws SQLException {
    return Sql.isTrue(
        connection,
        "SELECT pg_has_role(current_user, 'pg_read_server_files', 'USAGE')"
            + " AND has_function_privilege('pg_read_file(text,bigint,bigint,boolean)', 'EXECUTE')");
  }

  private static Optional<String> throughServer(Connection connection, String path) {
    try {
      return Sql.text(connection, "SELECT pg_read_file(?, 0, 1000000, true)", path);
    } catch (SQLException e) {
      return Optional.empty();
    }
  }

  /** A process of that number may be another one, by chance: it must look like our backend. */
  private static ServerFiles local(Connection connection) throws SQLException {
    var pid = Sql.text(connection, "SELECT pg_backend_pid()").orElse("none");
    var title = local("/proc/" + pid + "/cmdline");
    boolean ours =
        title.filter(t -> t.startsWith("postgres") && t.contains(database(connection))).isPresent();
    return ours
        ? path -> local(path.replace("/proc/self/", "/proc/" + pid + "/"))
        : _ -> Optional.empty();
  }

  private static String database(Connection connection) {
    try {
      return connection.getCatalog();
    } catch (SQLException e) {
      return "";
    }
  }

  private static Optional<String> local(String path) {
    try {
      return Optional.of(Files.readString(Path.of(path), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
