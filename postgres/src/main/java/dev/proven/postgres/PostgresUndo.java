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
  private final Duration patience;

  PostgresUndo(Credentials credentials) {
    this(credentials, PATIENCE);
  }

  /** With a limit of its own to how long a lock or a session is waited for. */
  PostgresUndo(Credentials credentials, Duration patience) {
    this.credentials = credentials;
    this.patience = patience;
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
    PrivateFolder.mustBeOurs(folder);
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
      new UndoSession(connection, application(record), patience).dropDatabase(clone);
    }
  }

  private void dropIndex(UndoRecord record) throws Exception {
    if (serverIsGone(record)) {
      return;
    }
    try (var connection = connect(record, record.field("database"))) {
      boolean concurrently = Boolean.parseBoolean(record.field("concurrently"));
      new UndoSession(connection, application(record), patience)
          .dropIndex(Sql.identifier(record.field("schema"), record.field("index")), concurrently);
    } catch (SQLException e) {
      if (!DATABASE_GONE.equals(e.getSQLState())) {
        throw e;
      }
      // The database is gone, and the index with it.
    }
  }

  /** A private server that is gone, or about to be deleted with its folder, holds nothing. */
  private static boolean serverIsGone(UndoRecord record) throws IOException {
    var folder = record.data().get("server");
    if (folder == null) {
      return false;
    }
    PrivateFolder.mustBeOurs(Path.of(folder));
    return !new ServerProcess(Path.of(folder)).isAlive();
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
      return login.connect(
          application(record) + UndoSession.UNDO, Login.Mode.EXTENDED, UndoSession.BOUNDS);
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
}
