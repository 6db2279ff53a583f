package dev.proven.postgres;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.Problem;
import dev.proven.core.Session;
import dev.proven.core.experiment.Testbed;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Two private servers side by side, copied file by file from the target's, for settings that belong
 * to a whole server. Only a server that this run has started can be copied so.
 */
public final class ClusterTestbed {
  private static final String CARRY_OVER =
      "Both servers are stopped tidily and started again before each block, so both begin behind a"
          + " checkpoint and with empty shared buffers; the system's cache of files stays. Each"
          + " statement is then executed once before it counts, or its load once.";

  /**
   * The target's server flushes nothing; who is to see what the log costs must wait for the disk.
   */
  private static final Map<String, String> FLUSHING = Map.of("fsync", "on");

  private ClusterTestbed() {}

  /** Why the target's server cannot be copied, and what the user can do; empty where it can. */
  public static Optional<String> obstacle(PostgresTarget target) {
    return target.server() != null
        ? Optional.empty()
        : Optional.of(
            "A setting of the whole server is proven on two private copies of it, and Proven can copy"
                + " only a server that it has started. Fill an embedded one with your data (url:"
                + " embedded with a setup file), or set the value on a test server by hand and judge"
                + " two files of measurements with proven compare.");
  }

  /** Servers on which statements are executed one by one. */
  @MustBeClosed
  public static Testbed<PostgresTarget> ofStatements(PostgresTarget target, Session session)
      throws SQLException {
    boolean cpu = CpuClock.find(target).clock() != null;
    return of(
        target,
        session,
        Map.of(),
        clone -> ClusterLaunch.ofStatements(clone, cpu),
        "A restart of each private server and a new connection to it; "
            + (cpu
                ? "CPU time is the backend's alone, therefore parallel workers are off on both arms."
                : "CPU time cannot be read; wall time is measured."));
  }

  /** Servers that flush, on which writes are sent by several sessions at once. */
  @MustBeClosed
  public static Testbed<PostgresTarget> ofLoad(PostgresTarget target, Session session) {
    return of(
        target,
        session,
        FLUSHING,
        ClusterLaunch::ofLoad,
        "A restart of each private server, with fsync on. A write is sent by "
            + WriteLoad.SESSIONS
            + " sessions at once, "
            + WriteLoad.TRANSACTIONS
            + " times, each in a transaction that takes it back to a savepoint and then commits, so"
            + " that it can be sent again and its log is written and flushed as a commit's is; what"
            + " counts is the wall time until all are committed. A read is executed alone.");
  }

  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // the copies are the testbed's, which closes them
  private static Testbed<PostgresTarget> of(
      PostgresTarget target,
      Session session,
      Map<String, String> settings,
      Testbed.Launcher<PostgresTarget> launcher,
      String launch) {
    var server = target.server();
    if (server == null) {
      throw Problem.usage(obstacle(target).orElse(""), "Leave these settings out.");
    }
    var a = open(server.copy(session, "a-" + server.port(), settings), target, session);
    try {
      var copied = java.util.Objects.requireNonNull(a.server());
      var b = open(copied.copy(session, "b-" + server.port(), Map.of()), target, session);
      return Testbed.sideBySide(
          a, b, launcher, session.journal(), new Testbed.Rules(launch, CARRY_OVER), List.of(a, b));
    } catch (RuntimeException e) {
      a.close();
      throw e;
    }
  }

  private static PostgresTarget open(
      EmbeddedServer server, PostgresTarget target, Session session) {
    try {
      return PostgresTarget.open(server.login(target.address().database()), session, server);
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }
}
