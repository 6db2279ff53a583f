package dev.proven.postgres;

import dev.proven.core.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** What must be true before a database can be cloned, and what to tell where it is not. */
final class CloneNeeds {
  private static final String MAY_COPY =
      """
      SELECT r.rolsuper OR d.datistemplate OR pg_has_role(d.datdba, 'USAGE')
      FROM pg_roles r, pg_database d
      WHERE r.rolname = current_user AND d.datname = current_database()
      """;

  private static final String OTHERS =
      """
      SELECT count(*) || ' x '
        || coalesce(nullif(application_name, ''), 'unnamed application')
        || ' as ' || coalesce(usename, '?')
      FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()
        AND backend_type NOT LIKE 'autovacuum%'
      GROUP BY application_name, usename ORDER BY count(*) DESC
      """;

  private static final String GET_A_COPY =
      "or restore a backup into another database and point Proven at that copy.";

  /** A session that was closed just now takes a moment to be gone from the server. */
  private static final Duration LEAVING = Duration.ofSeconds(3);

  private CloneNeeds() {}

  static void check(PostgresTarget source, Connection connection) throws SQLException {
    checkRecovery(source, connection);
    checkRole(source, connection);
    checkSessions(source, connection);
    checkSpace(source, connection);
  }

  /** A standby takes no CREATE DATABASE, whoever asks. */
  static void checkRecovery(PostgresTarget source, Connection connection) throws SQLException {
    if (Sql.isTrue(connection, "SELECT pg_is_in_recovery()")) {
      throw Problem.usage(
          source.name()
              + " is a standby: a physical replica is read-only as a whole server, so no database"
              + " can be made in it, and Proven measures on two clones.",
          "Make it a server of its own first: detach it and execute SELECT pg_promote() there, or"
              + " restore a backup or a snapshot of it into another server, and name that one.");
    }
  }

  private static void checkRole(PostgresTarget source, Connection connection) throws SQLException {
    var role = source.address().user();
    if (!Sql.isTrue(
        connection, "SELECT rolsuper OR rolcreatedb FROM pg_roles WHERE rolname = current_user")) {
      throw Problem.usage(
          "Role " + role + " may not create databases, and Proven measures on two clones.",
          "As a superuser: ALTER ROLE " + Sql.identifier(role) + " CREATEDB; " + GET_A_COPY);
    }
    if (!Sql.isTrue(connection, MAY_COPY)) {
      throw notAllowed(source, null);
    }
  }

  private static Problem notAllowed(PostgresTarget source, @Nullable SQLException cause) {
    var database = source.address().database();
    var problem =
        Problem.usage(
            "Role "
                + source.address().user()
                + " may not copy database "
                + database
                + ", because it is not its owner.",
            "Use the owner's role, or as a superuser: ALTER DATABASE "
                + Sql.identifier(database)
                + " OWNER TO "
                + Sql.identifier(source.address().user())
                + "; "
                + GET_A_COPY);
    return cause == null ? problem : problem.causedBy(cause);
  }

  private static void checkSessions(PostgresTarget source, Connection connection)
      throws SQLException {
    long deadline = System.nanoTime() + LEAVING.toNanos();
    var others = Sql.list(connection, r -> r.getString(1), OTHERS);
    while (!others.isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw inUse(source, others);
      }
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
      others = Sql.list(connection, r -> r.getString(1), OTHERS);
    }
  }

  private static Problem inUse(PostgresTarget source, List<String> others) {
    return Problem.usage(
        source.name()
            + " cannot be cloned while others are connected to it: "
            + String.join(", ", others)
            + ".",
        "PostgreSQL copies only a database at rest. Stop these applications, " + GET_A_COPY);
  }

  private static void checkSpace(PostgresTarget source, Connection connection) throws SQLException {
    long size = Sql.number(connection, "SELECT pg_database_size(current_database())");
    var free = freeSpace(source, connection);
    if (free.isPresent() && free.getAsLong() < 2 * size) {
      throw noSpace(source, size, free.getAsLong());
    }
  }

  static Problem noSpace(PostgresTarget source, long size, long free) {
    return Problem.failed(
        "There is no room for two clones of "
            + source.name()
            + ": it holds "
            + megabytes(size)
            + ", and the server's disk has "
            + megabytes(free)
            + " left.",
        "Free at least " + megabytes(2 * size) + ", " + GET_A_COPY);
  }

  private static String megabytes(long bytes) {
    return Math.ceilDiv(bytes, 1_000_000) + " MB";
  }

  /** Known where the data lie on this machine and the role may know where. */
  private static OptionalLong freeSpace(PostgresTarget source, Connection connection)
      throws SQLException {
    var folder =
        Sql.text(connection, "SELECT setting FROM pg_settings WHERE name = 'data_directory'");
    if (folder.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      // The file's fourth line is the port: another server's folder may have the same name here.
      var lines = Files.readAllLines(Path.of(folder.get(), "postmaster.pid"));
      return lines.size() > 3 && lines.get(3).equals(String.valueOf(source.address().port()))
          ? OptionalLong.of(Files.getFileStore(Path.of(folder.get())).getUsableSpace())
          : OptionalLong.empty();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /** What to tell of a CREATE DATABASE that failed; all that was made of it is gone by then. */
  static RuntimeException problem(PostgresTarget source, SQLException e) {
    return switch (String.valueOf(e.getSQLState())) {
      case "53100" ->
          Problem.failed(
                  "The server's disk was full before " + source.name() + " was cloned.",
                  "Nothing was left behind. Free room for two copies of the database, "
                      + GET_A_COPY)
              .causedBy(e);
      case "55006" -> inUse(source, List.of(String.valueOf(e.getMessage()))).causedBy(e);
      case "42501" -> notAllowed(source, e);
      default ->
          Problem.failed(
                  source.name() + " could not be cloned: " + e.getMessage(),
                  "Nothing was left behind. Remove the cause and run again.")
              .causedBy(e);
    };
  }
}
