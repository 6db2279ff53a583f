package dev.proven.postgres.pool;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.Diagnosis;
import dev.proven.core.Optimizer;
import dev.proven.core.Problem;
import dev.proven.core.Session;
import dev.proven.core.Workload;
import dev.proven.core.experiment.Metric;
import dev.proven.core.experiment.Statistic;
import dev.proven.core.experiment.Testbed;
import dev.proven.core.experiment.Yardstick;
import dev.proven.postgres.PostgresTarget;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A PgBouncer in transaction mode where clients connect again and again, or are more than the
 * server takes. It runs in a course of its own: what is measured is not a statement but what many
 * clients wait for.
 */
public final class PoolOptimizer implements Optimizer<PostgresTarget> {
  public static final String ID = "pooling";

  private static final double P95_MARGIN = 0.03;
  private static final double ERROR_MARGIN = 0.1;

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String title() {
    return "PgBouncer for clients who connect again and again, or are too many";
  }

  /** What the clients do who were declared or, where none were, are seen. */
  @Override
  public Workload workload(PostgresTarget target, Workload workload) {
    try (var connection = target.connect()) {
      var room = Room.of(target, connection);
      var declared = target.declared().clients();
      var use =
          declared == null
              ? Use.seen(Activity.observe(target, connection), room)
              : Optional.of(Use.declared(declared));
      return use.map(u -> LoadWork.of(workload, u, Situation.of(u.clients(), room, cores())))
          .orElse(workload);
    } catch (SQLException e) {
      throw failed(target, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(target, e);
    }
  }

  @Override
  public Diagnosis<PostgresTarget> diagnose(PostgresTarget target, Workload workload) {
    var script = LoadScript.of(workload.parts().getFirst());
    if (script.isEmpty()) {
      return new Diagnosis<>(
          id(),
          List.of(
              "The server shows no clients, so how they connect is not known; it can be declared"
                  + " under clients: in sprint.yaml."),
          List.of(),
          List.of());
    }
    try (var connection = target.connect()) {
      var room = Room.of(target, connection);
      var program = Program.find(target.declared().pooler());
      return new Examination(target, script.get(), room, cores(), program)
          .diagnosis(id(), looked(script.get(), room, program));
    } catch (SQLException e) {
      throw failed(target, e);
    }
  }

  private static List<String> looked(LoadScript script, Room room, Program.Found found) {
    var program = found.program();
    var looked = new ArrayList<String>();
    looked.add("Clients: " + script.use().source() + ".");
    looked.add(
        "max_connections is "
            + room.most()
            + ", of which "
            + room.open()
            + " are open to the role; others use "
            + room.others()
            + ".");
    looked.add(program == null ? found.missing() : program + ".");
    return looked;
  }

  @Override
  @MustBeClosed
  public Testbed<PostgresTarget> testbed(PostgresTarget target, Session session) {
    return Testbed.inPlace(target, PoolLaunch::launch, session.journal(), PoolLaunch.RULES);
  }

  @Override
  public List<String> measures() {
    return List.of(Observed.TRANSACTION);
  }

  @Override
  public Yardstick yardstick() {
    return new Yardstick(
        Statistic.MEAN,
        Observed.SECONDS,
        List.of(
            new Yardstick.Guardrail(
                "p95", Observed.LATENCY, "s", Statistic.P95, Metric.Scale.RATIO, P95_MARGIN),
            new Yardstick.Guardrail(
                "errors",
                Observed.ERRORS,
                "points",
                Statistic.MEAN,
                Metric.Scale.DIFFERENCE,
                ERROR_MARGIN)));
  }

  private static int cores() {
    return Runtime.getRuntime().availableProcessors();
  }

  private static Problem failed(PostgresTarget target, Exception e) {
    return Problem.unreachable(
            "What clients do on " + target.name() + " could not be read: " + e.getMessage(),
            "Check that the server still runs and what the role may read.")
        .causedBy(e);
  }
}
