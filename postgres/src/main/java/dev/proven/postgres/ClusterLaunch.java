package dev.proven.postgres;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.Problem;
import dev.proven.core.experiment.Launch;
import dev.proven.core.experiment.Observation;
import dev.proven.core.experiment.Part;
import dev.proven.core.experiment.Slot;
import java.io.IOException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A private server, freshly started, and one session or several that send it the work. */
final class ClusterLaunch implements Launch {
  private final Launch statements;
  private final @Nullable WriteLoad load;

  private ClusterLaunch(Launch statements, @Nullable WriteLoad load) {
    this.statements = statements;
    this.load = load;
  }

  /** Every part alone, rolled back. */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // the session is the launch's, which closes it
  static ClusterLaunch ofStatements(PostgresTarget target, boolean cpu)
      throws SQLException, IOException, InterruptedException {
    restart(target);
    return new ClusterLaunch(StatementLaunch.launch(target, cpu), null);
  }

  /** Reads alone, writes from several sessions at once; only wall time is told. */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // both are the launch's, which closes them
  static ClusterLaunch ofLoad(PostgresTarget target)
      throws SQLException, IOException, InterruptedException {
    restart(target);
    var statements = StatementLaunch.launch(target, false);
    try {
      return new ClusterLaunch(statements, WriteLoad.open(target));
    } catch (SQLException e) {
      statements.close();
      throw e;
    }
  }

  private static void restart(PostgresTarget target) throws IOException, InterruptedException {
    var server = target.server();
    if (server == null) {
      throw Problem.failed(
          target.name() + " is not a private server.", "This is a fault of Proven; report it.");
    }
    server.control().restart();
  }

  /** The buffers are empty after a restart, so a warm-up does the whole work. */
  @Override
  public Observation run(Part part, Slot slot) throws Exception {
    var counted = new Slot(slot.block(), slot.repetition(), false, slot.seed(), slot.cap());
    return part.write() && load != null ? load.run(part, counted) : statements.run(part, counted);
  }

  @Override
  public void close() {
    statements.close();
    if (load != null) {
      load.close();
    }
  }
}
