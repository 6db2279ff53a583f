package dev.proven.postgres;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.experiment.Launch;
import dev.proven.core.experiment.Observation;
import dev.proven.core.experiment.Part;
import dev.proven.core.experiment.Slot;
import dev.proven.core.experiment.Testbed;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * A fresh connection, and with it an empty plan cache, that executes statements one by one and
 * measures each: {@code cpu} is the backend's CPU time in seconds, where it can be read, and {@code
 * wall} what went by until the last row was read. Everything is rolled back. A statement that fails
 * by itself is an observation, and the next one is executed all the same.
 */
public final class StatementLaunch implements Launch {
  /** Rows in one portion of a result, so that no result has to fit into memory. */
  private static final int PORTION = 500;

  /** Fails where it is the server that is gone, and no file of it can be read for that reason. */
  private static final String LIFE_SIGN = "SELECT 1";

  private static final String CANCELED = "57014";
  private static final double NANOS = 1e9;

  private final SentTexts texts;
  private final Connection connection;
  private final @Nullable CpuClock clock;
  private final Watchdog watchdog;

  private StatementLaunch(SentTexts texts, Connection connection, @Nullable CpuClock clock)
      throws SQLException {
    this.texts = texts;
    this.connection = connection;
    this.clock = clock;
    this.watchdog = new Watchdog(connection.unwrap(PGConnection.class), clock);
  }

  /**
   * Starts launches that all measure alike.
   *
   * @param cpu whether to measure CPU time; decided once, for both arms
   */
  public static Testbed.Launcher<PostgresTarget> launcher(boolean cpu) {
    return target -> launch(target, cpu);
  }

  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // the connection is the launch's, which closes it
  static StatementLaunch launch(PostgresTarget target, boolean cpu) throws SQLException {
    var connection = target.connect();
    try {
      MeasuringSession.prepare(connection, cpu);
      var clock = cpu ? clock(connection) : null;
      connection.setAutoCommit(false);
      return new StatementLaunch(target.texts(), connection, clock);
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private static CpuClock clock(Connection connection) throws SQLException {
    var found = CpuClock.find(connection);
    if (found.clock() == null) {
      Sql.execute(connection, LIFE_SIGN);
      throw new IllegalStateException("The CPU time of a new connection " + found.reason());
    }
    return found.clock();
  }

  @Override
  public Observation run(Part part, Slot slot) throws SQLException, IOException {
    begin(part);
    try (Ending _ = this::rollBack;
        var statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.setFetchSize(part.write() ? 0 : PORTION);
      return slot.warmUp() ? plan(statement, part) : measure(statement, part, slot);
    } catch (IOException e) {
      Sql.execute(connection, LIFE_SIGN);
      throw e;
    }
  }

  /** What comes last; where it fails as well, the first failure is the one that is told. */
  private interface Ending extends AutoCloseable {
    @Override
    void close() throws SQLException;
  }

  /** The first statement of a transaction carries its BEGIN, which is thus not measured. */
  private void begin(Part part) throws SQLException {
    // A constraint that waits for the commit would never be checked, as there is none.
    Sql.execute(connection, part.write() ? "SET CONSTRAINTS ALL IMMEDIATE" : "SELECT 1");
  }

  /**
   * A fresh backend has empty caches of catalog rows. Planning fills them; the pages of the tables
   * are in the server's memory since the statements were profiled. What cannot be planned fails
   * when it is measured, and is told then.
   */
  private Observation plan(Statement statement, Part part) throws SQLException {
    try {
      statement.execute("EXPLAIN " + texts.of(part.text()));
    } catch (SQLException e) {
      throwUnlessOwn(part, e);
    }
    return new Observation(new TreeMap<>(), "", false);
  }

  private Observation measure(Statement statement, Part part, Slot slot)
      throws SQLException, IOException {
    long cpuAtStart = clock == null ? 0 : clock.idle();
    long start = System.nanoTime();
    var answer = "";
    boolean capped = false;
    SQLException failure = null;
    try (var guard = watchdog.guard(slot.cap(), cpuAtStart)) {
      try {
        answer = execute(statement, part);
      } catch (SQLException e) {
        capped = guard.fired() && CANCELED.equals(e.getSQLState());
        if (!capped) {
          throwUnlessOwn(part, e);
          failure = e;
        }
      }
    }
    double wall = (System.nanoTime() - start) / NANOS;
    var samples = new TreeMap<String, double[]>();
    if (clock != null) {
      double cpu = (clock.idleAfter(cpuAtStart) - cpuAtStart) / NANOS;
      samples.put("cpu", new double[] {capped ? Math.min(cpu, cap(slot)) : cpu});
    }
    boolean byWall = capped && clock == null;
    samples.put("wall", new double[] {byWall ? Math.min(wall, cap(slot)) : wall});
    return failure == null
        ? new Observation(samples, answer, capped)
        : failed(part, samples, failure);
  }

  private static double cap(Slot slot) {
    return slot.cap().toNanos() / NANOS;
  }

  private String execute(Statement statement, Part part) throws SQLException {
    if (!statement.execute(texts.of(part.text()))) {
      return statement.getUpdateCount() + " rows changed";
    }
    try (ResultSet result = statement.getResultSet()) {
      return AnswerDigest.of(result);
    }
  }

  /**
   * A write with sampled values may break a constraint, such as a foreign key of a row that it
   * deletes. It is measured up to there, and must break the same on both arms.
   */
  private static Observation failed(
      Part part, SortedMap<String, double[]> samples, SQLException e) {
    if (part.write() && String.valueOf(e.getSQLState()).startsWith("23")) {
      return new Observation(samples, "breaks a constraint, SQLSTATE " + e.getSQLState(), false);
    }
    return Observation.failed(
        samples, "SQLSTATE " + e.getSQLState(), "it fails: " + Failure.words(e));
  }

  private static void throwUnlessOwn(Part part, SQLException e) throws SQLException {
    if (!Failure.isOfStatement(e)) {
      var what = "Statement " + part.id() + " failed: " + Failure.words(e);
      throw new SQLException(what, e.getSQLState(), e);
    }
  }

  /** A cancel that came too late for the statement may hit this; then once more. */
  private void rollBack() throws SQLException {
    try {
      connection.rollback();
    } catch (SQLException e) {
      if (!CANCELED.equals(e.getSQLState())) {
        throw e;
      }
      connection.rollback();
    }
  }

  @Override
  public void close() {
    watchdog.close();
    try {
      connection.close();
    } catch (SQLException e) {
      // A connection that cannot be closed is gone already.
    }
  }
}
