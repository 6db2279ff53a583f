package dev.proven.postgres;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.Credentials;
import dev.proven.core.journal.UndoHandler;
import dev.proven.core.journal.UndoRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Takes back what a run did to a server, also when the process that did it was killed while the
 * server still works on its last command.
 */
public final class PostgresUndo implements UndoHandler {
  static final String DROP_DATABASE = "drop-database";
  static final String DROP_INDEX = "drop-index";
  static final String STOP_SERVER = "stop-server";

  /** Follows the run's application name in connections that make clones. */
  static final String CLONE = "/clone";

  /** Follows the run's application name in connections that make changes. */
  static final String CHANGE = "/change";

  /** No database without this at the beginning of its name is ever dropped. */
  static final String DATABASE_PREFIX = "proven_";

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String DATABASE_GONE = "3D000";
  private static final String PARAMETER = "parameter.";

  private final Credentials credentials;

  PostgresUndo(Credentials credentials) {
    this.credentials = credentials;
  }

  /**
   * The record of an index that is about to be made in a database.
   *
   * @param concurrently whether it is dropped without blocking the table's users, as is right for a
   *     database in use
   */
  public static UndoRecord dropIndex(
      PostgresTarget target, String schema, String index, boolean concurrently) {
    var data = server(target);
    data.put("database", target.address().database());
    data.put("schema", schema);
    data.put("index", index);
    data.put("concurrently", String.valueOf(concurrently));
    var what = "index " + schema + "." + index + " in " + target.name();
    return new UndoRecord(PostgresKind.ID, DROP_INDEX, what, data);
  }

  /**
   * The record of a database that is about to be made.
   *
   * @param source a database of the same server that the role can open
   */
  static UndoRecord dropDatabase(PostgresTarget source, String clone) {
    var data = server(source);
    data.put("database", clone);
    data.put("source", source.address().database());
    var what = "database " + clone + " on " + source.name();
    return new UndoRecord(PostgresKind.ID, DROP_DATABASE, what, data);
  }

  private static SortedMap<String, String> server(PostgresTarget target) {
    var address = target.address();
    var data = new TreeMap<String, String>();
    data.put("host", address.host());
    data.put("port", String.valueOf(address.port()));
    data.put("user", address.user());
    data.put("run", target.runId());
    address.parameters().forEach((k, v) -> data.put(PARAMETER + k, v));
    if (target.server() != null) {
      data.put("server", target.server().folder().toString());
    }
    return data;
  }

  @Override
  public void undo(UndoRecord record) throws Exception {
    switch (record.action()) {
      case STOP_SERVER -> stopServer(Path.of(record.field("folder")));
      case DROP_DATABASE -> dropDatabase(record);
      case DROP_INDEX -> dropIndex(record);
      default -> throw new IllegalStateException("The action " + record.action() + " is not known");
    }
  }

  private static void stopServer(Path folder) throws IOException, InterruptedException {
    var name = String.valueOf(folder.getFileName());
    if (!name.startsWith(PrivateFolder.PREFIX)) {
      throw new IllegalStateException(folder + " is not a folder that Proven has made");
    }
    new ServerProcess(folder).stop();
    PrivateFolder.delete(folder);
  }

  private void dropDatabase(UndoRecord record) throws Exception {
    var clone = record.field("database");
    if (!clone.startsWith(DATABASE_PREFIX)) {
      throw new IllegalStateException(clone + " is not a database that Proven has made");
    }
    if (serverIsGone(record)) {
      return;
    }
    try (var connection = connect(record, record.field("source"))) {
      end(
          connection,
          "datname = ? OR application_name = ?"
              + " OR (application_name LIKE ? AND query LIKE ? AND state = 'active')",
          clone,
          application(record) + CLONE,
          application(record) + "%",
          "CREATE DATABASE " + Sql.identifier(clone) + "%");
      Sql.execute(connection, "DROP DATABASE IF EXISTS " + Sql.identifier(clone) + " WITH (FORCE)");
      if (exists(connection, clone)) {
        throw new IllegalStateException("Database " + clone + " is still there");
      }
    }
  }

  private void dropIndex(UndoRecord record) throws Exception {
    if (serverIsGone(record)) {
      return;
    }
    try (var connection = connect(record, record.field("database"))) {
      dropIndex(record, connection);
    } catch (SQLException e) {
      if (!DATABASE_GONE.equals(e.getSQLState())) {
        throw e;
      }
      // The database is gone, and the index with it.
    }
  }

  private static void dropIndex(UndoRecord record, Connection connection) throws SQLException {
    var index = Sql.identifier(record.field("schema"), record.field("index"));
    end(
        connection,
        "datname = ? AND (application_name = ?"
            + " OR (application_name LIKE ? AND query LIKE ? AND state = 'active'))",
        record.field("database"),
        application(record) + CHANGE,
        application(record) + "%",
        "CREATE%INDEX%" + record.field("index") + "%");
    var concurrently = Boolean.parseBoolean(record.field("concurrently")) ? "CONCURRENTLY " : "";
    Sql.execute(connection, "DROP INDEX " + concurrently + "IF EXISTS " + index);
    if (Sql.isTrue(connection, "SELECT to_regclass(?) IS NOT NULL", index)) {
      throw new IllegalStateException("Index " + index + " is still there");
    }
  }

  /** A private server that is gone, or about to be deleted with its folder, holds nothing. */
  private static boolean serverIsGone(UndoRecord record) {
    var folder = record.data().get("server");
    return folder != null && !new ServerProcess(Path.of(folder)).isAlive();
  }

  @MustBeClosed
  private Connection connect(UndoRecord record, String database) throws SQLException, IOException {
    var parameters = new TreeMap<String, String>();
    record
        .data()
        .tailMap(PARAMETER)
        .forEach((k, v) -> {
          if (k.startsWith(PARAMETER)) {
            parameters.put(k.substring(PARAMETER.length()), v);
          }
        });
    var address =
        new Address(
            record.field("host"),
            Integer.parseInt(record.field("port")),
            database,
            record.field("user"),
            parameters);
    var login = login(record, address);
    try {
      return login.connect(application(record) + "/undo", Login.Mode.EXTENDED, "");
    } catch (SQLException e) {
      if (DATABASE_GONE.equals(e.getSQLState())) {
        throw e;
      }
      // No journal holds the password that a URL may have held: the advice says where it goes.
      var problem = login.problem(e);
      throw new SQLException(problem.what() + " " + problem.advice(), e.getSQLState(), e);
    }
  }

  private Login login(UndoRecord record, Address address) throws IOException {
    var folder = record.data().get("server");
    if (folder == null) {
      return Login.of(address, credentials);
    }
    var file = Path.of(folder).resolve(EmbeddedServer.PASSWORD_FILE);
    return Login.of(address, Files.readString(file).strip());
  }

  private static String application(UndoRecord record) {
    return PostgresTarget.applicationName(record.field("run"));
  }

  private static boolean exists(Connection connection, String database) throws SQLException {
    return Sql.isTrue(
        connection, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = ?)", database);
  }

  /**
   * Ends this role's sessions that fit the condition and waits until they are gone: only then is it
   * certain that none of them finishes what is about to be taken back.
   */
  private static void end(Connection connection, String condition, Object... args)
      throws SQLException {
    var others =
        " FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND usename = current_user"
            + " AND backend_type = 'client backend' AND ("
            + condition
            + ")";
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (Sql.number(connection, "SELECT count(*)" + others, args) > 0) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "a session of the run does not end; look for application_name proven/... in"
                + " pg_stat_activity");
      }
      Sql.list(connection, r -> r.getBoolean(1), "SELECT pg_terminate_backend(pid)" + others, args);
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a session was ended", e);
    }
  }
}
