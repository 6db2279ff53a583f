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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Takes back what a run did to a server, also when the process that did it was killed while the
 * server still works on its last command.
 */
public final class PostgresUndo implements UndoHandler {
  static final String DROP_DATABASE = "drop-database";
  static final String DROP_INDEX = "drop-index";
  static final String DROP_INDEX_PARTS = "drop-index-parts";
  static final String CREATE_INDEX = "create-index";
  static final String DROP_EXTENSION = "drop-extension";
  static final String DROP_STATISTICS = "drop-statistics";
  static final String ALTER_SYSTEM = "alter-system";
  static final String STOP_SERVER = "stop-server";
  static final String SET_IN_DATABASE = "set-in-database";
  static final String SET_IN_PRIVATE_SERVER = "set-in-private-server";
  static final String SEND_AS_WRITTEN = "send-as-written";

  /** Follows the run's application name in connections that make clones. */
  static final String CLONE = "/clone";

  /** Follows the run's application name in connections that make changes. */
  static final String CHANGE = "/change";

  /** No database without this at the beginning of its name is ever dropped. */
  static final String DATABASE_PREFIX = "proven_";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** It starts or stops at this moment; nothing listens. */
  private static final Map<String, Duration> COMING_BACK =
      Map.of("57P03", Duration.ofSeconds(30), "08001", Duration.ofSeconds(5));

  private static final String DATABASE_GONE = "3D000";

  /** Not up yet or going down; refused; cut off. */
  private static final Set<String> STARTING = Set.of("57P03", "57P01", "08001", "08006");

  private static final String PARAMETER = "parameter.";
  private static final String PREVIOUS = "previous";
  static final String OID = "oid";

  /** The parts of an index on a partitioned table. */
  static final String PARTS = "parts";

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

  /** The record of an extension that is about to be made in a database. */
  public static UndoRecord dropExtension(PostgresTarget target, String extension) {
    return dropExtension(target, extension, 0);
  }

  /**
   * The record of an extension that is about to be committed in a database in use. Where others
   * have come to lean on it, it stays.
   *
   * @param oid its number, by which it is told from one that somebody else makes; 0 on a copy
   */
  public static UndoRecord dropExtension(PostgresTarget target, String extension, long oid) {
    var data = server(target);
    if (oid != 0) {
      data.put(OID, String.valueOf(oid));
    }
    data.put("database", target.address().database());
    data.put("extension", extension);
    var what = "extension " + extension + " in " + target.name();
    return new UndoRecord(PostgresKind.ID, DROP_EXTENSION, what, data);
  }

  /**
   * The record of a setting that a database is about to get.
   *
   * @param previous what it had been given before, by itself; empty for nothing
   */
  public static UndoRecord setInDatabase(
      PostgresTarget target, String setting, Optional<String> previous) {
    var data = server(target);
    data.put("database", target.address().database());
    data.put("setting", setting);
    previous.ifPresent(v -> data.put(PREVIOUS, v));
    var what = "setting " + setting + " of " + target.name();
    return new UndoRecord(PostgresKind.ID, SET_IN_DATABASE, what, data);
  }

  /**
   * The record of a setting that a server which this run has started is about to get.
   *
   * @param previous what ALTER SYSTEM had given it before; empty for nothing
   * @param restart whether it takes effect only with a restart
   */
  static UndoRecord setInPrivateServer(
      PostgresTarget target, String setting, Optional<String> previous, boolean restart) {
    var data = server(target);
    data.put("setting", setting);
    data.put("restart", String.valueOf(restart));
    previous.ifPresent(v -> data.put(PREVIOUS, v));
    var what = "setting " + setting + " of the private server " + target.address().port();
    return new UndoRecord(PostgresKind.ID, SET_IN_PRIVATE_SERVER, what, data);
  }

  /**
   * The record of another text that is about to be sent for a statement. It ends with the process,
   * so nothing is left to be done for one that is gone.
   *
   * @param statement its id
   */
  public static UndoRecord sendAsWritten(PostgresTarget target, String statement) {
    var what = "another text for " + statement + ", sent to " + target.name();
    return new UndoRecord(PostgresKind.ID, SEND_AS_WRITTEN, what, new TreeMap<>());
  }

  /**
   * The record of an index that is made in a database in use, by which it is told from another that
   * bears its name.
   *
   * @param body what stands behind the table in the statement that makes it, as the server prints
   *     it; empty where that is not known
   * @param oid its number; 0 before it is made
   */
  public static UndoRecord dropIndex(
      PostgresTarget target, String schema, String index, String body, long oid) {
    var record = dropIndex(target, schema, index, true);
    var data = new TreeMap<>(record.data());
    data.put("body", body);
    data.put(OID, String.valueOf(oid));
    return new UndoRecord(record.kind(), record.action(), record.what(), data);
  }

  /**
   * The record of an index on a partitioned table in use.
   *
   * @param parts with the names that they are about to get
   * @param body what stands behind the table in the statement that makes it, as the server prints
   *     it; empty where that is not known
   * @param oid number of the index on the table; 0 before it is made
   */
  public static UndoRecord dropIndex(
      PostgresTarget target, IndexParts parts, String body, long oid) {
    var first = parts.parts().getFirst();
    var data = server(target);
    data.put("database", target.address().database());
    data.put("body", body);
    data.put(OID, String.valueOf(oid));
    data.put(PARTS, parts.text());
    var what =
        "index "
            + first.schema()
            + "."
            + first.index()
            + " with its parts on "
            + (parts.parts().size() - 1)
            + " partitions in "
            + target.name();
    return new UndoRecord(PostgresKind.ID, DROP_INDEX_PARTS, what, data);
  }

  /**
   * The record of an index on a partitioned table that is about to be dropped.
   *
   * @param parts that it has
   * @param concurrently whether they are made again while others write
   */
  public static UndoRecord createIndex(
      PostgresTarget target, StandingIndex index, IndexParts parts, boolean concurrently) {
    var record = createIndex(target, index, concurrently);
    var data = new TreeMap<>(record.data());
    data.put(PARTS, parts.text());
    return new UndoRecord(record.kind(), record.action(), record.what(), data);
  }

  /**
   * The record of an index that is about to be dropped.
   *
   * @param concurrently whether it is made again while others write
   */
  public static UndoRecord createIndex(
      PostgresTarget target, StandingIndex index, boolean concurrently) {
    var data = server(target);
    data.put("database", target.address().database());
    data.put("concurrently", String.valueOf(concurrently));
    data.putAll(DroppedIndex.of(index).fields());
    data.put("tablespace", index.tablespace());
    data.put("comment", index.comment());
    data.put("targets", String.join(" ", index.targets()));
    var what = "dropped index " + index.schema() + "." + index.name() + " in " + target.name();
    return new UndoRecord(PostgresKind.ID, CREATE_INDEX, what, data);
  }

  /**
   * The record of extended statistics that are made and about to be committed.
   *
   * @param made by its number nothing else is ever taken for it
   */
  public static UndoRecord dropStatistics(PostgresTarget target, StandingStatistics made) {
    var data = server(target);
    data.put("database", target.address().database());
    data.put("schema", made.schema());
    data.put("statistics", made.name());
    data.put("body", made.body());
    data.put(OID, String.valueOf(made.oid()));
    var what = "statistics " + made.schema() + "." + made.name() + " in " + target.name();
    return new UndoRecord(PostgresKind.ID, DROP_STATISTICS, what, data);
  }

  /** The record of a parameter that is about to be set for the whole server. */
  public static UndoRecord alterSystem(PostgresTarget target, ServerSetting before) {
    var data = server(target);
    data.put("database", target.address().database());
    data.put("parameter", before.name());
    if (before.written() != null) {
      data.put("value", before.written());
    }
    var what =
        "parameter "
            + before.name()
            + " of "
            + target.name()
            + (before.needsRestart() ? ", which takes effect with a restart" : "");
    return new UndoRecord(PostgresKind.ID, ALTER_SYSTEM, what, data);
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

  /**
   * The record of a server that is about to be started in a private folder.
   *
   * @param what it is, for people
   */
  static UndoRecord stopServer(Path folder, String what) {
    return new UndoRecord(
        PostgresKind.ID,
        STOP_SERVER,
        what + " in " + folder,
        new TreeMap<>(Map.of("folder", folder.toString())));
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
      case DROP_INDEX -> inDatabase(record, (c, s) -> new IndexUndo(c, s, record).drop());
      case DROP_INDEX_PARTS -> {
        var _ = IndexParts.read(record.field(PARTS));
        inDatabase(record, (c, s) -> new PartsUndo(c, s, record).drop());
      }
      case CREATE_INDEX -> {
        var _ = DroppedIndex.of(record);
        inDatabase(record, (c, s) -> new IndexUndo(c, s, record).create());
      }
      case DROP_STATISTICS -> inDatabase(record, (c, s) -> new StatisticsUndo(c, s, record).drop());
      case DROP_EXTENSION -> dropExtension(record);
      case ALTER_SYSTEM -> alterSystem(record);
      case SET_IN_DATABASE -> setInDatabase(record);
      case SET_IN_PRIVATE_SERVER -> setInPrivateServer(record);
      case SEND_AS_WRITTEN -> {
        // The other text was known to the process that sent it and to nothing else.
      }
      default -> throw new IllegalStateException("The action " + record.action() + " is not known");
    }
  }

  private static void stopServer(Path folder) throws IOException, InterruptedException {
    PrivateFolder.mustBeOurs(folder);
    new ServerProcess(folder).stop();
    PrivateFolder.delete(folder);
  }

  private void dropDatabase(UndoRecord record) throws Exception {
    var clone = UndoLimits.clone(record);
    if (serverIsGone(record)) {
      return;
    }
    try (var connection = connect(record, record.field("source"))) {
      new UndoSession(connection, application(record), patience).dropDatabase(clone);
    }
  }

  /** Takes something back within a database. */
  private interface Work {
    void in(Connection connection, UndoSession session) throws SQLException;
  }

  private void inDatabase(UndoRecord record, Work work) throws Exception {
    if (serverIsGone(record)) {
      return;
    }
    try (var connection = connect(record, record.field("database"))) {
      work.in(connection, new UndoSession(connection, application(record), patience));
    } catch (SQLException e) {
      if (!DATABASE_GONE.equals(e.getSQLState())) {
        throw e;
      }
      // The database is gone, and what was in it.
    }
  }

  private void setInDatabase(UndoRecord record) throws Exception {
    var setting = UndoLimits.setting(record, "setting");
    var previous = UndoLimits.value(record, PREVIOUS);
    inDatabase(record, (_, s) -> s.setInDatabase(record.field("database"), setting, previous));
  }

  private void dropExtension(UndoRecord record) throws Exception {
    var extension = UndoLimits.extension(record);
    var oid = record.data().get(OID);
    inDatabase(
        record,
        (_, s) -> {
          if (oid == null) {
            s.dropExtension(extension);
          } else {
            s.dropExtensionUnlessUsed(extension, Long.parseLong(oid));
          }
        });
  }

  private void setInPrivateServer(UndoRecord record) throws Exception {
    var setting = UndoLimits.setting(record, "setting");
    var previous = UndoLimits.value(record, PREVIOUS);
    var folder = Path.of(record.field("server"));
    if (serverIsGone(record)) {
      ServerControl.setOffline(folder, setting, previous);
      return;
    }
    try (var connection = connectOnceItIsUp(record)) {
      Sql.execute(connection, PrivateSetting.statement(setting, previous));
      Sql.execute(connection, "SELECT pg_reload_conf()");
    }
    if (Boolean.parseBoolean(record.field("restart"))) {
      ServerControl.of(folder).restart();
    }
  }

  /** The process that was killed may just have restarted the server. */
  @MustBeClosed
  private Connection connectOnceItIsUp(UndoRecord record) throws Exception {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        return connect(record, "postgres");
      } catch (SQLException e) {
        boolean starting = STARTING.contains(String.valueOf(e.getSQLState()));
        if (!starting || serverIsGone(record) || System.nanoTime() > deadline) {
          throw e;
        }
        Thread.sleep(100);
      }
    }
  }

  private void alterSystem(UndoRecord record) throws Exception {
    var parameter = UndoLimits.setting(record, "parameter");
    var value = UndoLimits.value(record, "value");
    inDatabase(
        record,
        (c, s) -> {
          s.endChanges();
          ServerSetting.write(c, parameter, value.orElse(null));
        });
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
      return connect(login, application(record) + UndoSession.UNDO);
    } catch (SQLException e) {
      if (DATABASE_GONE.equals(e.getSQLState())) {
        throw e;
      }
      // No journal holds the password that a URL may have held: the advice says where it goes.
      var problem = login.problem(e);
      throw new SQLException(problem.what() + " " + problem.advice(), e.getSQLState(), e);
    }
  }

  /** A server that is being restarted, as may have ended the change, is waited for. */
  @MustBeClosed
  private static Connection connect(Login login, String application) throws SQLException {
    long start = System.nanoTime();
    while (true) {
      try {
        return login.connect(application, Login.Mode.EXTENDED, UndoSession.BOUNDS);
      } catch (SQLException e) {
        var patience = COMING_BACK.getOrDefault(String.valueOf(e.getSQLState()), Duration.ZERO);
        if (System.nanoTime() - start >= patience.toNanos()) {
          throw e;
        }
        UndoSession.pause();
      }
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
