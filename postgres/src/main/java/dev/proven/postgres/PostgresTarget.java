package dev.proven.postgres;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.Problem;
import dev.proven.core.ProofSource;
import dev.proven.core.Session;
import dev.proven.core.Target;
import dev.proven.core.evidence.Sha256;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One database of a PostgreSQL server, opened.
 *
 * <p>Every connection runs statements unprepared ({@code prepareThreshold=0}): the server plans
 * each execution for the very text, with its literals, and never turns to a generic plan half-way
 * through a run. That is the plan an application gets that sends literals, or parameters for the
 * first executions; the report says so. The extended protocol is kept because only it fetches a
 * large result in portions.
 */
public final class PostgresTarget implements Target {
  /** The oldest server that is worked with, as in server_version_num. */
  static final int LEAST_VERSION = 130000;

  /** The newest major version this was tested with. */
  static final int NEWEST_MAJOR = 18;

  /** What the clone itself sets by ALTER DATABASE, which is a change under proof, stays. */
  private static final String SET =
      "SELECT set_config(name, ?, false) FROM pg_settings WHERE name = ? AND source <> 'database'";

  private final Login login;
  private final String runId;
  private final Knowledge knowledge;
  private final OptionalLong indexBudget;
  private final int version;
  private final String options;
  private final SortedMap<String, String> settings;
  private final String original;
  private final @Nullable EmbeddedServer server;
  private final boolean owns;
  private final SentTexts texts = new SentTexts();
  private Declared declared = Declared.NOTHING;
  private @Nullable StandIn standIn;
  private @Nullable PostgresTarget standsFor;

  private PostgresTarget(
      Login login,
      String runId,
      Knowledge knowledge,
      OptionalLong indexBudget,
      int version,
      String options,
      SortedMap<String, String> settings,
      String original,
      @Nullable EmbeddedServer server,
      boolean owns) {
    this.login = login;
    this.runId = runId;
    this.knowledge = knowledge;
    this.indexBudget = indexBudget;
    this.version = version;
    this.options = options;
    this.settings = settings;
    this.original = original;
    this.server = server;
    this.owns = owns;
  }

  /**
   * Opens a database and looks whether its server is new enough.
   *
   * @param server ended when the target is closed, or null where the server is not ours
   */
  static PostgresTarget open(Login login, Session session, @Nullable EmbeddedServer server) {
    return open(login, session, server, OptionalLong.empty());
  }

  /** The same with so many bytes at most for new indexes. */
  static PostgresTarget open(
      Login login, Session session, @Nullable EmbeddedServer server, OptionalLong indexBudget) {
    var runId = session.runId();
    try (var connection = login.open(applicationName(runId), Login.Mode.EXTENDED, "")) {
      int version = (int) Sql.number(connection, "SHOW server_version_num");
      if (version < LEAST_VERSION) {
        throw tooOld(login, Sql.text(connection, "SHOW server_version").orElse("?"));
      }
      return new PostgresTarget(
          login,
          runId,
          new Knowledge(session),
          indexBudget,
          version,
          silencing(connection),
          new TreeMap<>(),
          login.address().database(),
          server,
          true);
    } catch (SQLException e) {
      throw login.problem(e);
    }
  }

  private static Problem tooOld(Login login, String version) {
    return Problem.usage(
        login.address().name() + " runs PostgreSQL " + version + ", which is too old for Proven.",
        "Proven needs PostgreSQL 13 or newer (18 is the newest it was tested with). Restore a"
            + " backup into a newer server and point Proven at that.");
  }

  /** Keeps our own statements out of pg_stat_statements, where the role is allowed to. */
  private static String silencing(Connection connection) throws SQLException {
    return Sql.isTrue(connection, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        ? "-c pg_stat_statements.track=none"
        : "";
  }

  /** The name by which the server knows the connections of a run. */
  static String applicationName(String runId) {
    return "proven/" + runId;
  }

  /** A new connection in autocommit mode; the caller closes it. */
  @MustBeClosed
  public Connection connect() throws SQLException {
    return connect("", Login.Mode.EXTENDED);
  }

  /**
   * A new connection in the simple protocol, which {@code EXPLAIN (GENERIC_PLAN)} needs for text
   * that still holds {@code $1}.
   */
  @MustBeClosed
  public Connection connectSimple() throws SQLException {
    return connect("", Login.Mode.SIMPLE);
  }

  /**
   * A new connection for making one journaled change in this database. Open it before the undo is
   * recorded and close it when the change is made: undoing first ends every such connection to the
   * database, so that a change whose maker is gone, or is just being interrupted, cannot be
   * finished by the server after its undo.
   */
  @MustBeClosed
  public Connection connectForChange() throws SQLException {
    return connect(PostgresUndo.CHANGE, Login.Mode.EXTENDED);
  }

  /** A new connection for making clones of this database. */
  @MustBeClosed
  Connection connectForCloning() throws SQLException {
    return connect(PostgresUndo.CLONE, Login.Mode.EXTENDED);
  }

  /** A clone starts without the settings of its origin's ALTER DATABASE, so they are set here. */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // closed if it cannot be set up, else the caller's
  private Connection connect(String purpose, Login.Mode mode) throws SQLException {
    var connection = login.connect(applicationName(runId) + purpose, mode, options);
    try {
      for (var s : settings.entrySet()) {
        Sql.text(connection, SET, s.getValue(), s.getKey());
      }
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /**
   * Another database of the same server, seen by the same role.
   *
   * @param sessionSettings set in each of its connections
   */
  PostgresTarget database(String name, SortedMap<String, String> sessionSettings) {
    var database =
        new PostgresTarget(
            login.withDatabase(name),
            runId,
            knowledge,
            indexBudget,
            version,
            options,
            sessionSettings,
            original,
            server,
            false);
    database.standsFor = standsFor;
    return database;
  }

  /**
   * Opens a database that experiments use in place of this one; what is known of this one holds for
   * it. Closing this target closes it.
   */
  PostgresTarget standIn(ProofSource.Kind as, Login other) {
    try (var connection = other.open(applicationName(runId), Login.Mode.EXTENDED, "")) {
      int otherVersion = (int) Sql.number(connection, "SHOW server_version_num");
      if (otherVersion < LEAST_VERSION) {
        throw tooOld(other, Sql.text(connection, "SHOW server_version").orElse("?"));
      }
      var database =
          new PostgresTarget(
              other,
              runId,
              knowledge,
              indexBudget,
              otherVersion,
              silencing(connection),
              new TreeMap<>(),
              original,
              null,
              false);
      database.standsFor = this;
      standIn = new StandIn(as, database);
      return database;
    } catch (SQLException e) {
      throw other.problem(e);
    }
  }

  /** What experiments use in place of this one; empty for copies of its own. */
  Optional<StandIn> standIn() {
    return Optional.ofNullable(standIn);
  }

  /**
   * The user's own database where this one, or that of which it is a clone, only stands in for it
   * in experiments; else this one.
   */
  public PostgresTarget diagnosed() {
    return standsFor == null ? this : standsFor;
  }

  /** Whether this is used in experiments in place of the user's own database. */
  public boolean standsIn() {
    return standsFor != null;
  }

  /** The user's database of which this is a copy, or this one. */
  public String original() {
    return original;
  }

  /** Takes note of what the user said of it. */
  PostgresTarget declare(Declared said) {
    declared = said;
    return this;
  }

  /** What the user said of it beyond its URL. */
  public Declared declared() {
    return declared;
  }

  /** Whether this run started the server, so that nobody else uses it. */
  public boolean isPrivate() {
    return server != null;
  }

  /** What is sent to it for each statement. */
  public SentTexts texts() {
    return texts;
  }

  /**
   * The same database with so many bytes at most for new indexes; closing it closes nothing.
   *
   * @param bytes of all of them together
   */
  public PostgresTarget withIndexBudget(long bytes) {
    return new PostgresTarget(
            login,
            runId,
            knowledge,
            OptionalLong.of(bytes),
            version,
            options,
            settings,
            original,
            server,
            false)
        .declare(declared);
  }

  /** Where it is and as whom it is opened. */
  public Address address() {
    return login.address();
  }

  /** The run it was opened by; part of the name of everything that is created. */
  public String runId() {
    return runId;
  }

  /** What is known of the database and of its clones. */
  public Knowledge knowledge() {
    return knowledge;
  }

  /** Bytes that new indexes may take; empty where the user has not said. */
  public OptionalLong indexBudget() {
    return indexBudget;
  }

  /** The server's version as in server_version_num, such as 180006. */
  public int version() {
    return version;
  }

  /** The server's major version, such as 18. */
  public int majorVersion() {
    return version / 10000;
  }

  /** The server, if this run started it. */
  public @Nullable EmbeddedServer server() {
    return server;
  }

  Login login() {
    return login;
  }

  /** Whether it was opened with a password that is known here. */
  public boolean hasPassword() {
    return login.hasPassword();
  }

  /** Whether our statements can be kept out of the server's record of them. */
  public boolean mayBeSilent() {
    return !options.isEmpty();
  }

  /** Startup options that keep our statements out of the server's record of them; may be empty. */
  String options() {
    return options;
  }

  @Override
  public String kind() {
    return PostgresKind.ID;
  }

  @Override
  public String name() {
    return address().name();
  }

  @Override
  public String url() {
    return server == null ? address().url() : "";
  }

  @Override
  public SortedMap<String, String> environment() {
    try {
      return Environment.of(this);
    } catch (SQLException e) {
      throw failure("its settings", e);
    }
  }

  @Override
  public String fingerprint() {
    try (var connection = connect()) {
      var catalogs = Fingerprint.of(connection, runId);
      var others = texts.others();
      var source = standIn == null ? "" : standIn.database().fingerprint();
      var more = others + source;
      return more.isEmpty() ? catalogs : Sha256.of(catalogs + more);
    } catch (SQLException e) {
      throw failure("its catalogs", e);
    }
  }

  private Problem failure(String what, SQLException e) {
    return Problem.unreachable(
            name() + " did not let " + what + " be read: " + e.getMessage(),
            "Check that the server still runs and that role " + address().user() + " may read it.")
        .causedBy(e);
  }

  @Override
  public void close() {
    if (!owns) {
      return;
    }
    knowledge.close();
    if (server != null) {
      server.close();
    }
  }

  @Override
  public String toString() {
    return name();
  }
}
