package dev.proven.postgres.statistics;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.CostedWorkload;
import dev.proven.core.Diagnosis;
import dev.proven.core.Optimizer;
import dev.proven.core.Problem;
import dev.proven.core.Proposal;
import dev.proven.core.Screening;
import dev.proven.core.Session;
import dev.proven.core.Workload;
import dev.proven.core.experiment.Arm;
import dev.proven.core.experiment.Part;
import dev.proven.core.experiment.Testbed;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.Sql;
import dev.proven.postgres.StatementTestbed;
import dev.proven.postgres.index.Explainer;
import dev.proven.postgres.index.IndexOptimizer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Extended statistics for columns that know of each other, and for expressions, where the planner
 * expects other rows than there are. They change no answer and no statement, only plans, so each is
 * proven by itself and one that makes a statement slower stays out.
 */
public final class StatisticsOptimizer implements Optimizer<PostgresTarget> {
  /** For planning and sampling. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final IndexOptimizer plans = new IndexOptimizer();

  @Override
  public String id() {
    return "statistics";
  }

  @Override
  public String title() {
    return "Extended statistics, where the planner expects other rows than there are";
  }

  @Override
  public String course() {
    return StatementTestbed.COURSE;
  }

  @Override
  public boolean refusesSlowerParts() {
    return true;
  }

  @Override
  public Diagnosis<PostgresTarget> diagnose(PostgresTarget target, Workload written) {
    var sent =
        new Workload(written.source(), target.texts().of(written.parts()), written.leftOut());
    try (var connection = target.connect()) {
      connection.setReadOnly(true);
      Explainer.plainPlans(connection);
      Sql.set(connection, "statement_timeout", "30s");
      return new StatisticsDiagnosis(connection, target.majorVersion(), PATIENCE).of(sent, id());
    } catch (SQLException e) {
      throw failed("The plans of " + target.name() + " could not be read", e);
    }
  }

  @Override
  @MustBeClosed
  public Testbed<PostgresTarget> testbed(PostgresTarget target, Session session) {
    return StatementTestbed.sideBySideClones(target, session);
  }

  @Override
  public List<String> measures() {
    return List.of("cpu", "wall");
  }

  @Override
  public Screening<PostgresTarget> screen(
      Testbed<PostgresTarget> testbed,
      List<Proposal<PostgresTarget>> proposals,
      CostedWorkload workload,
      Session session) {
    try {
      return new StatisticsScreening(testbed, workload, session.progress()).screen(proposals);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw failed("The proposed statistics could not be screened", e);
    }
  }

  /** Whatever turns a plan, an index or statistics, is seen in the plans of both arms. */
  @Override
  public Set<String> affected(Testbed<PostgresTarget> testbed, List<Part> parts) {
    return plans.affected(testbed, parts);
  }

  @Override
  public Set<String> suspects(
      Testbed<PostgresTarget> testbed,
      List<Proposal<PostgresTarget>> chosen,
      List<Part> slowerParts) {
    try {
      return WithoutStatistics.suspects(testbed.target(Arm.B), chosen, slowerParts);
    } catch (SQLException e) {
      throw failed("The plans of the slower statements could not be read", e);
    }
  }

  private static Problem failed(String what, Exception e) {
    return Problem.failed(
            what + ": " + e.getMessage(), "Look for the cause in the server's log and run again.")
        .causedBy(e);
  }
}
