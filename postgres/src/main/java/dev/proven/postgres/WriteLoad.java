package dev.proven.postgres;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.experiment.Observation;
import dev.proven.core.experiment.Part;
import dev.proven.core.experiment.Slot;
import dev.proven.core.load.ClosedLoop;
import dev.proven.core.load.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Several sessions that send one write again and again. The write is taken back to a savepoint and
 * its transaction is then committed with an id of its own: so its log is written and flushed like
 * that of any commit, and yet the same statement, with the same key, can be sent again.
 */
final class WriteLoad implements AutoCloseable {
  static final int SESSIONS = 4;
  static final int TRANSACTIONS = 32;

  private static final double NANOS = 1e9;
  private static final int ATTEMPTS = 5;
  private static final String CANCELED = "57014";
  private static final long PATIENCE = 10_000_000_000L;

  /** A serialization failure, a deadlock. */
  private static final Set<String> IN_THE_WAY = Set.of("40001", "40P01");

  private final List<Connection> connections;
  private final AtomicReference<@Nullable SQLException> failure = new AtomicReference<>();

  private WriteLoad(List<Connection> connections) {
    this.connections = connections;
  }

  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // the connections are the load's, which closes them
  static WriteLoad open(PostgresTarget target) throws SQLException {
    var connections = new ArrayList<Connection>();
    try {
      for (int i = 0; i < SESSIONS; i++) {
        var connection = target.connect();
        connections.add(connection);
        MeasuringSession.prepare(connection, false);
        connection.setAutoCommit(false);
      }
      return new WriteLoad(connections);
    } catch (SQLException e) {
      closeAll(connections);
      throw e;
    }
  }

  /** Sends the write so many times; its wall time is that of all together. */
  Observation run(Part part, Slot slot) throws Exception {
    BlockingQueue<Connection> free = new ArrayBlockingQueue<>(SESSIONS, false, connections);
    var result = new ClosedLoop(SESSIONS, slot.cap()).run(TRANSACTIONS, _ -> send(part, free));
    var failed = failure.getAndSet(null);
    if (failed != null) {
      return failed(part, failed);
    }
    if (result.count(Outcome.FAILED) > 0) {
      throw new SQLException("Statement " + part.id() + " failed under load: " + result.errors());
    }
    boolean capped = result.count(Outcome.ANSWERED) < TRANSACTIONS;
    if (capped) {
      cancel(part, free);
    }
    var samples = new TreeMap<String, double[]>();
    samples.put("wall", new double[] {result.elapsedNanos() / NANOS});
    return new Observation(samples, capped ? "" : TRANSACTIONS + " committed", capped);
  }

  /** Nothing is said of the time of a write of which some executions were refused. */
  private static Observation failed(Part part, SQLException e) throws SQLException {
    if (!Failure.isOfStatement(e)) {
      var what = "Statement " + part.id() + " failed under load: " + Failure.words(e);
      throw new SQLException(what, e.getSQLState(), e);
    }
    var samples = new TreeMap<String, double[]>();
    samples.put("wall", new double[0]);
    return Observation.failed(
        samples,
        "SQLSTATE " + e.getSQLState(),
        "it fails when several sessions send it: " + Failure.words(e));
  }

  /** What is still executed is of no use any more, and the sessions are needed again. */
  private void cancel(Part part, BlockingQueue<Connection> free)
      throws SQLException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE;
    while (free.size() < SESSIONS) {
      for (var connection : connections) {
        connection.unwrap(PGConnection.class).cancelQuery();
      }
      if (System.nanoTime() > deadline) {
        throw new SQLException("Statement " + part.id() + " does not end after its time cap");
      }
      Thread.sleep(20);
    }
    for (var connection : connections) {
      settle(connection);
    }
  }

  /** A cancel that came too late would hit the next statement. */
  private static void settle(Connection connection) throws SQLException {
    try {
      Sql.execute(connection, "SELECT 1");
    } catch (SQLException e) {
      if (!CANCELED.equals(e.getSQLState())) {
        throw e;
      }
    }
    connection.rollback();
  }

  private void send(Part part, BlockingQueue<Connection> free) throws Exception {
    var connection = free.take();
    try {
      boolean done = false;
      for (int attempt = 1; !done; attempt++) {
        done = commit(part, connection, attempt < ATTEMPTS);
      }
    } catch (SQLException e) {
      failure.compareAndSet(null, e);
      throw e;
    } finally {
      free.add(connection);
    }
  }

  /** False where another session was in the way and it is to be sent again. */
  private static boolean commit(Part part, Connection connection, boolean again)
      throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute("SET CONSTRAINTS ALL IMMEDIATE");
      statement.execute("SAVEPOINT s");
      write(part, statement);
      statement.execute("ROLLBACK TO SAVEPOINT s");
      statement.execute("SELECT txid_current()");
      connection.commit();
      return true;
    } catch (SQLException e) {
      connection.rollback();
      if (again && IN_THE_WAY.contains(String.valueOf(e.getSQLState()))) {
        return false;
      }
      throw e;
    }
  }

  /** As when it is measured alone: with sampled values it may break a constraint. */
  private static void write(Part part, java.sql.Statement statement) throws SQLException {
    try {
      statement.execute(part.text());
    } catch (SQLException e) {
      if (!String.valueOf(e.getSQLState()).startsWith("23")) {
        throw e;
      }
    }
  }

  private static void closeAll(List<Connection> connections) {
    for (var connection : connections) {
      try {
        connection.close();
      } catch (SQLException e) {
        // It is gone already.
      }
    }
  }

  @Override
  public void close() {
    closeAll(connections);
  }
}
