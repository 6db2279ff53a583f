package dev.proven.postgres.index;

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
import dev.proven.postgres.StatementTestbed;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Indexes of every kind for the predicates, joins and sort keys of the workload, within the storage
 * that there is, and those that may go. What a statement needs is read from its plan, so a role
 * that may only read is enough.
 */
public final class IndexOptimizer implements Optimizer<PostgresTarget> {
  @Override
  public String id() {
    return "indexes";
  }

  @Override
  public String title() {
    return "Indexes for the predicates, joins and sort keys of the costliest statements";
  }

  @Override
  public String course() {
    return StatementTestbed.COURSE;
  }

  @Override
  public Diagnosis<PostgresTarget> diagnose(PostgresTarget target, Workload written) {
    return within(Long.MAX_VALUE, target, written);
  }

  /**
   * The same where new indexes may take no more than so many bytes together.
   *
   * @param most bytes, beside what is told by the target
   */
  public Diagnosis<PostgresTarget> within(long most, PostgresTarget target, Workload written) {
    long start = System.nanoTime();
    var diagnosed = target.diagnosed();
    try (var connection = diagnosed.connect()) {
      connection.setReadOnly(true);
      Explainer.plainPlans(connection);
      var found =
          new IndexDiagnosis(diagnosed, connection, sent(target, written), most).diagnose(id());
      target.knowledge().advised(Duration.ofNanos(System.nanoTime() - start));
      return found;
    } catch (SQLException e) {
      throw failed("The plans of " + target.name() + " could not be read", e);
    }
  }

  private static Workload sent(PostgresTarget target, Workload written) {
    return new Workload(written.source(), target.texts().of(written.parts()), written.leftOut());
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
      CostedWorkload written,
      Session session) {
    try {
      testbed.put(null);
      var workload =
          new CostedWorkload(
              sent(testbed.target(Arm.A), written.workload()),
              written.seconds(),
              written.answers());
      try (var screening =
          new IndexScreening(testbed.target(Arm.A), testbed.target(Arm.B), session)) {
        return screening.screen(proposals, workload);
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw failed("The proposed indexes could not be screened", e);
    }
  }

  @Override
  public Set<String> affected(Testbed<PostgresTarget> testbed, List<Part> parts) {
    try {
      return ArmPlans.affected(testbed.target(Arm.A), testbed.target(Arm.B), parts);
    } catch (SQLException e) {
      throw failed("The plans on both arms could not be compared", e);
    }
  }

  @Override
  public Set<String> suspects(
      Testbed<PostgresTarget> testbed,
      List<Proposal<PostgresTarget>> chosen,
      List<Part> slowerParts) {
    try {
      return ArmPlans.suspects(testbed.target(Arm.A), testbed.target(Arm.B), chosen, slowerParts);
    } catch (SQLException e) {
      throw failed("The plans of the slower statements could not be read", e);
    }
  }

  /** Bytes that new indexes may take in a database altogether. */
  public static long budget(PostgresTarget target) throws SQLException {
    try (var connection = target.connect()) {
      return IndexBudget.of(target, connection).bytes();
    }
  }

  /** Bytes that a proposed index is expected to take; 0 for a proposal that makes none. */
  public static long bytes(PostgresTarget target, Proposal<PostgresTarget> proposal)
      throws SQLException {
    return proposal.change() instanceof CreateIndex create
        ? target.knowledge().whatIf(target).bytes(create.definition())
        : 0;
  }

  private static Problem failed(String what, Exception e) {
    return Problem.failed(
            what + ": " + e.getMessage(), "Look for the cause in the server's log and run again.")
        .causedBy(e);
  }
}
