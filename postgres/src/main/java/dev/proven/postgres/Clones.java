package dev.proven.postgres;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.Session;
import dev.proven.core.evidence.Sha256;
import dev.proven.core.journal.Undo;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.SortedMap;

/**
 * Two equal databases made from the target's, byte by byte: A from the target, and B from A, so
 * that both have the same pages and the same planner statistics. They are dropped when this is
 * closed.
 */
public final class Clones implements AutoCloseable {
  /** A name has 63 bytes at most; this leaves room for the clone's own letter and a number. */
  private static final int LONGEST_PREFIX = 56;

  /** Tables with rows that the planner knows nothing of; from 14 on it says so with -1. */
  private static final String NEVER_ANALYZED =
      """
      SELECT format('%I.%I', n.nspname, c.relname)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'm') AND c.relpersistence = 'p'
        AND n.nspname NOT IN ('pg_catalog', 'information_schema')
        AND pg_relation_size(c.oid) > 0
        AND (c.reltuples < 0 OR c.relpages = 0
          OR has_table_privilege(c.oid, 'SELECT') AND NOT EXISTS (
            SELECT FROM pg_stats s WHERE s.schemaname = n.nspname AND s.tablename = c.relname))
      """;

  private final PostgresTarget a;
  private final PostgresTarget b;
  private final List<Undo> undos;

  private Clones(PostgresTarget a, PostgresTarget b, List<Undo> undos) {
    this.a = a;
    this.b = b;
    this.undos = undos;
  }

  /**
   * Clones the target's database, or what stands in for it. The server copies only a database that
   * nobody else is connected to, and lets nobody connect to it meanwhile.
   *
   * @throws dev.proven.core.Problem naming the right, the sessions or the room that is missing
   */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // the undos are this object's, which closes them
  public static Clones of(PostgresTarget target, Session session) {
    var source = target.standIn().map(StandIn::database).orElse(target);
    try (var connection = source.connectForCloning()) {
      CloneNeeds.check(source, connection);
      var settings = settings(source, connection, session);
      var names = freeNames(connection, source.runId());
      session.progress().stage("Cloning " + source.name() + size(connection) + " twice");
      var undoA = clone(source, source, session, connection, names.getFirst());
      try {
        var a = source.database(names.getFirst(), settings);
        prepare(a, session);
        var undoB = clone(source, a, session, connection, names.getLast());
        return new Clones(a, source.database(names.getLast(), settings), List.of(undoB, undoA));
      } catch (Exception e) {
        undoA.close();
        throw e;
      }
    } catch (SQLException e) {
      throw CloneNeeds.problem(source, e);
    }
  }

  private static SortedMap<String, String> settings(
      PostgresTarget source, Connection connection, Session session) throws SQLException {
    if (!source.standsIn()) {
      return DatabaseSettings.read(connection, session.progress());
    }
    try (var target = source.diagnosed().connect()) {
      return DatabaseSettings.forStandIn(target, connection, session.progress());
    }
  }

  @SuppressWarnings("MustBeClosedChecker") // handed to the caller
  private static Undo clone(
      PostgresTarget source,
      PostgresTarget origin,
      Session session,
      Connection connection,
      String name)
      throws SQLException {
    try {
      return session
          .journal()
          .apply(
              PostgresUndo.dropDatabase(source, name),
              () -> Sql.execute(connection, create(origin, name)));
    } catch (SQLException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * From 15 on the server would by default copy through its log; as files is what the older ones
   * do, and it leaves the log, and whoever reads it, alone.
   */
  private static String create(PostgresTarget origin, String name) {
    return "CREATE DATABASE "
        + Sql.identifier(name)
        + " TEMPLATE "
        + Sql.identifier(origin.address().database())
        + (origin.majorVersion() >= 15 ? " STRATEGY FILE_COPY" : "");
  }

  /** Analyzes what never was; without statistics a plan, and a gain over it, means little. */
  private static void prepare(PostgresTarget clone, Session session) throws SQLException {
    try (var connection = clone.connect()) {
      var tables = Sql.list(connection, r -> r.getString(1), NEVER_ANALYZED);
      for (var table : tables) {
        Sql.execute(connection, "ANALYZE " + table);
      }
      if (!tables.isEmpty()) {
        if (!clone.standsIn()) {
          // What was learned of the planner was without these statistics.
          clone.knowledge().forget();
        }
        session
            .progress()
            .note(
                tables.size()
                    + " table(s) without planner statistics were analyzed on both clones, so the"
                    + " baseline is better than your database; run ANALYZE there: "
                    + String.join(", ", tables.subList(0, Math.min(5, tables.size()))));
      }
      if (Sql.isTrue(connection, "SELECT current_setting('autovacuum')::boolean")) {
        session
            .progress()
            .note("Autovacuum is on and may work on the clones while they are measured.");
      }
    }
  }

  private static String size(Connection connection) throws SQLException {
    return Sql.text(connection, "SELECT pg_size_pretty(pg_database_size(current_database()))")
        .map(s -> " (" + s + ")")
        .orElse("");
  }

  /** Two names that no database has, so that undoing never drops what another run has made. */
  private static List<String> freeNames(Connection connection, String runId) throws SQLException {
    var taken = Sql.list(connection, r -> r.getString(1), "SELECT datname FROM pg_database");
    for (int i = 1; ; i++) {
      var number = i == 1 ? "" : String.valueOf(i);
      var names = List.of(name(runId, "_a" + number), name(runId, "_b" + number));
      if (names.stream().noneMatch(taken::contains)) {
        return names;
      }
    }
  }

  static String name(String runId, String suffix) {
    return prefix(runId) + suffix;
  }

  /**
   * With this begins the name of every database that a run makes. The server would cut a longer
   * name, and then it would not be the one in the journal.
   */
  static String prefix(String runId) {
    var prefix = PostgresUndo.DATABASE_PREFIX + runId;
    return prefix.getBytes(StandardCharsets.UTF_8).length <= LONGEST_PREFIX
        ? prefix
        : PostgresUndo.DATABASE_PREFIX + Sha256.of(runId).substring(0, 16);
  }

  /** The clone that stays as it is. */
  public PostgresTarget a() {
    return a;
  }

  /** The clone that changes are made on. */
  public PostgresTarget b() {
    return b;
  }

  /** Drops both; twice is harmless. */
  @Override
  public void close() {
    a.knowledge().forget();
    RuntimeException failure = null;
    for (var undo : undos) {
      try {
        undo.close();
      } catch (RuntimeException e) {
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
