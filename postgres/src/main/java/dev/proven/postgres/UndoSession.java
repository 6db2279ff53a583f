package dev.proven.postgres;

import dev.proven.core.journal.LeftInPlace;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.postgresql.util.PSQLException;

/**
 * A session that takes back what a run has made, whoever still works with it: it ends the run's own
 * sessions, waits for nobody without end, and says at last who is in the way.
 */
final class UndoSession {
  /** Follows the run's application name. */
  static final String UNDO = "/undo";

  /**
   * However the role is set up: no lock and no statement is waited for without end, and a backslash
   * in a text is a backslash.
   */
  static final String BOUNDS =
      "-c lock_timeout=2s -c statement_timeout=10min -c standard_conforming_strings=on";

  /** A lock was not to be had in time; a database is in use. */
  private static final Set<String> IN_USE = Set.of("55P03", "55006");

  private static final String LEANED_ON = "2BP01";

  private static final String THAT_EXTENSION =
      "SELECT EXISTS (SELECT FROM pg_extension WHERE extname = ? AND oid = ?::oid)";

  private static final String WHO =
      "SELECT coalesce(nullif(a.application_name, ''), 'unnamed application') || ' as '"
          + " || coalesce(a.usename, '?') || ' (pid ' || a.pid || coalesce(', ' || a.state, '')"
          + " || ')' FROM pg_stat_activity a WHERE a.pid <> pg_backend_pid() AND ";

  private static final String CONNECTED = WHO + "a.datname = ?";

  /** Sessions with a lock on an index or its table, or on a part of them. */
  private static final String LOCKING =
      WHO
          + "a.pid IN (WITH RECURSIVE tree AS (SELECT to_regclass(?)::oid AS oid UNION ALL"
          + " SELECT h.inhrelid FROM tree t JOIN pg_inherits h ON h.inhparent = t.oid)"
          + " SELECT l.pid FROM pg_locks l JOIN pg_database d ON d.oid = l.database,"
          + " pg_index i WHERE l.granted AND d.datname = current_database()"
          + " AND i.indexrelid IN (SELECT t.oid FROM tree t)"
          + " AND l.relation IN (i.indexrelid, i.indrelid))";

  /** Whoever is about to make the clone, or is in it. */
  private static final String MAKERS_OF_CLONE =
      "datname = ? OR application_name = ?"
          + " OR (starts_with(application_name, ?) AND query LIKE ? AND state = 'active')";

  /**
   * Whoever makes a change in this database, and whoever of the run holds locks, such as the
   * backend of a measurement whose client is gone. An idle session holds none, and may be one that
   * a run in this very process goes on to use.
   */
  private static final String MAKERS_OF_CHANGES =
      "datname = current_database() AND (application_name = ? OR (application_name <> ?"
          + " AND (application_name = ? OR starts_with(application_name, ?))"
          + " AND state IN ('active', 'idle in transaction', 'idle in transaction (aborted)',"
          + " 'fastpath function call')))";

  private final Connection connection;
  private final String application;
  private final Duration patience;

  /**
   * A session of a run.
   *
   * @param application the run's application name
   * @param patience how long a lock or a session is waited for
   */
  UndoSession(Connection connection, String application, Duration patience) {
    this.connection = connection;
    this.application = application;
    this.patience = patience;
  }

  void dropDatabase(String clone) throws SQLException {
    var name = Sql.identifier(clone);
    insist(
        "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)",
        () ->
            end(
                MAKERS_OF_CLONE,
                clone,
                application + PostgresUndo.CLONE,
                application,
                "CREATE DATABASE " + name + "%"),
        () -> Sql.list(connection, r -> r.getString(1), CONNECTED, clone));
    if (Sql.isTrue(
        connection, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = ?)", clone)) {
      throw new IllegalStateException("Database " + clone + " is still there");
    }
  }

  /**
   * Drops an index of this database.
   *
   * @param index quoted, with its schema
   */
  void dropIndex(String index, boolean concurrently) throws SQLException {
    insist(
        "DROP INDEX " + (concurrently ? "CONCURRENTLY " : "") + "IF EXISTS " + index,
        this::endChanges,
        () -> locking(index));
    if (Sql.isTrue(connection, "SELECT to_regclass(?) IS NOT NULL", index)) {
      throw new IllegalStateException("Index " + index + " is still there");
    }
  }

  /**
   * Drops an index with all its parts, which locks their tables for a moment.
   *
   * @param index quoted, with its schema
   */
  void dropIndexBriefly(String index) throws SQLException {
    endChanges();
    try {
      gently().briefly("DROP INDEX IF EXISTS " + index);
    } catch (SQLException e) {
      if (!IN_USE.contains(String.valueOf(e.getSQLState()))) {
        throw e;
      }
      throw new SQLException(
          "others are in the way: " + String.join(", ", locking(index)), e.getSQLState(), e);
    }
  }

  /** Keeps nobody waiting. */
  Gently gently() {
    return new Gently(connection, patience, 1, _ -> {});
  }

  /** Whoever works concurrently keeps nobody waiting, and may wait for others for longer. */
  void patiently() throws SQLException {
    Sql.execute(connection, "SET lock_timeout = " + patience.toMillis());
    Sql.execute(connection, "SET statement_timeout = " + Duration.ofHours(12).toMillis());
  }

  /**
   * Drops extended statistics of this database; who reads or writes the table is not kept waiting.
   *
   * @param statistics quoted, with their schema
   */
  void dropStatistics(String statistics) throws SQLException {
    insist(
        "DROP STATISTICS IF EXISTS " + statistics,
        this::endChanges,
        () -> Sql.list(connection, r -> r.getString(1), CONNECTED, connection.getCatalog()));
  }

  /**
   * Gives a database's own setting the value that it had, or takes it away.
   *
   * @param previous what ALTER DATABASE had set it to; empty for nothing
   */
  void setInDatabase(String database, String setting, Optional<String> previous)
      throws SQLException {
    insist(
        DatabaseSetting.statement(database, setting, previous),
        () ->
            end(
                "datname = ? AND application_name = ?",
                database,
                application + PostgresUndo.CHANGE),
        () -> Sql.list(connection, r -> r.getString(1), CONNECTED, database));
    if (!DatabaseSetting.read(connection, database, setting).equals(previous)) {
      throw new IllegalStateException("Setting " + setting + " of " + database + " is still there");
    }
  }

  /** Drops an extension that nothing leans on any more. */
  void dropExtension(String name) throws SQLException {
    insist(
        "DROP EXTENSION IF EXISTS " + Sql.identifier(name),
        this::endChanges,
        () -> Sql.list(connection, r -> r.getString(1), CONNECTED, connection.getCatalog()));
  }

  /** Drops the very extension that was made; where others lean on it by now it stays. */
  void dropExtensionUnlessUsed(String name, long oid) throws SQLException {
    endChanges();
    if (!Sql.isTrue(connection, THAT_EXTENSION, name, oid)) {
      return;
    }
    try {
      dropExtension(name);
    } catch (SQLException e) {
      if (!LEANED_ON.equals(e.getSQLState())) {
        throw e;
      }
      throw new LeftInPlace(
          "others lean on it: "
              + dependents(e)
              + "; once they do not, DROP EXTENSION "
              + Sql.identifier(name)
              + " takes it away");
    }
  }

  private static String dependents(SQLException e) {
    var message = e instanceof PSQLException p ? p.getServerErrorMessage() : null;
    var detail = message == null ? null : message.getDetail();
    return detail == null
        ? String.valueOf(e.getMessage())
        : detail.lines().limit(5).collect(Collectors.joining(", "));
  }

  /** Ends whoever of the run may still be making a change in this database. */
  void endChanges() throws SQLException {
    end(
        MAKERS_OF_CHANGES,
        application + PostgresUndo.CHANGE,
        application + UNDO,
        application,
        application + "/");
  }

  /** Sessions with a lock on that index or its table, in words. */
  List<String> locking(String index) throws SQLException {
    return Sql.list(connection, r -> r.getString(1), LOCKING, index);
  }

  /** How long a lock or a session is waited for. */
  Duration patience() {
    return patience;
  }

  /** A step of what is tried again and again. */
  interface Step {
    void run() throws SQLException;
  }

  /** Says who is in the way. */
  interface Look {
    List<String> at() throws SQLException;
  }

  /** Tries again and again while somebody is in the way, and at last says who. */
  void insist(String sql, Step first, Look inTheWay) throws SQLException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      first.run();
      try {
        Sql.execute(connection, sql);
        return;
      } catch (SQLException e) {
        if (!IN_USE.contains(String.valueOf(e.getSQLState()))) {
          throw e;
        }
        if (System.nanoTime() > deadline) {
          throw new SQLException(
              "others are in the way: " + String.join(", ", inTheWay.at()), e.getSQLState(), e);
        }
      }
      pause();
    }
  }

  /**
   * Ends this role's sessions that fit the condition and waits until they are gone: only then is it
   * certain that none of them finishes what is about to be taken back.
   */
  private void end(String condition, Object... args) throws SQLException {
    var others =
        " FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND usename = current_user"
            + " AND backend_type = 'client backend' AND ("
            + condition
            + ")";
    long deadline = System.nanoTime() + patience.toNanos();
    while (Sql.number(connection, "SELECT count(*)" + others, args) > 0) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "a session of the run does not end; look for application_name "
                + application
                + " in pg_stat_activity");
      }
      Sql.list(connection, r -> r.getBoolean(1), "SELECT pg_terminate_backend(pid)" + others, args);
      pause();
    }
  }

  static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a change was taken back", e);
    }
  }
}
