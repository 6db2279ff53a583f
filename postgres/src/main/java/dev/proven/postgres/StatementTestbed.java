package dev.proven.postgres;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.Session;
import dev.proven.core.experiment.Testbed;
import java.sql.SQLException;
import java.util.List;

/** The places where statements are measured. */
public final class StatementTestbed {
  /** The course of all optimizers that change how statements are answered. */
  public static final String COURSE = "statements";

  private static final String CARRY_OVER =
      "Both clones live on one server and share its caches. Every statement that was not cut off was"
          + " run once on both before the first block; a new connection plans each before it counts. Writes are rolled back; the"
          + " dead rows they leave pile up on both arms alike; one that breaks a constraint is measured up"
          + " to there. Nothing is vacuumed meanwhile.";

  private StatementTestbed() {}

  /** Two clones of the target's database, dropped when the testbed is closed. */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // the clones are the testbed's, which closes them
  public static Testbed<PostgresTarget> sideBySideClones(PostgresTarget target, Session session) {
    var clones = Clones.of(target, session);
    try {
      boolean cpu = hasCpuTime(clones.a()) && hasCpuTime(clones.b());
      return Testbed.sideBySide(
          clones.a(),
          clones.b(),
          StatementLaunch.launcher(cpu),
          session.journal(),
          new Testbed.Rules(place(target) + launch(cpu), CARRY_OVER),
          List.of(clones));
    } catch (RuntimeException e) {
      clones.close();
      throw e;
    } catch (SQLException e) {
      clones.close();
      throw target.login().problem(e);
    }
  }

  /** The declaration says what is copied, and with it every experiment's evidence. */
  private static String place(PostgresTarget target) {
    return target
        .standIn()
        .map(s ->
            "What is copied is a "
                + s.kind().word()
                + ", "
                + s.database().name()
                + ", and not the target itself. ")
        .orElse("");
  }

  private static String launch(boolean cpu) {
    return "A new connection to each clone, so an empty plan cache; statements are sent with their"
        + " literals and planned at every execution. "
        + (cpu
            ? "CPU time is the backend's alone, therefore parallel workers are off on both arms."
            : "CPU time of the server's processes cannot be read; wall time is measured.");
  }

  private static boolean hasCpuTime(PostgresTarget target) throws SQLException {
    try (var connection = target.connect()) {
      return CpuClock.find(connection).clock() != null;
    }
  }
}
