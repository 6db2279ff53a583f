package dev.proven.postgres.hint;

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
import dev.proven.postgres.rewrite.RewriteOptimizer;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Hints for single statements where nothing else has set their plans right. They take pg_hint_plan;
 * where sessions do not load it, it says so and proposes nothing.
 */
public final class HintOptimizer implements Optimizer<PostgresTarget> {
  private final RewriteOptimizer texts = new RewriteOptimizer();

  @Override
  public String id() {
    return "hints";
  }

  @Override
  public String title() {
    return "Hints for single statements, where the server obeys them";
  }

  @Override
  public String course() {
    return StatementTestbed.COURSE;
  }

  @Override
  public Diagnosis<PostgresTarget> diagnose(PostgresTarget target, Workload workload) {
    try (var connection = target.connect()) {
      connection.setReadOnly(true);
      var state = HintPlan.of(connection);
      if (state != HintPlan.OBEYED) {
        return HintDiagnosis.notObeyed(id(), state);
      }
      Explainer.plainPlans(connection);
      Sql.set(connection, "statement_timeout", "30s");
      connection.setAutoCommit(false);
      var seen = HintDiagnosis.of(id(), workload, target.texts(), connection);
      connection.rollback();
      return seen;
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
    if (proposals.isEmpty()) {
      return new Screening<>(List.of(), List.of());
    }
    try {
      testbed.put(null);
      return new HintScreening(testbed.target(Arm.B), workload).screen(proposals);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw failed("The proposed hints could not be screened", e);
    }
  }

  @Override
  public Set<String> affected(Testbed<PostgresTarget> testbed, List<Part> parts) {
    return texts.affected(testbed, parts);
  }

  @Override
  public Set<String> suspects(
      Testbed<PostgresTarget> testbed,
      List<Proposal<PostgresTarget>> chosen,
      List<Part> slowerParts) {
    var slower = slowerParts.stream().map(Part::id).collect(Collectors.toSet());
    return chosen.stream()
        .filter(p -> p.change() instanceof SendHinted s && slower.contains(s.part().id()))
        .map(Proposal::id)
        .collect(Collectors.toSet());
  }

  private static Problem failed(String what, Exception e) {
    return Problem.failed(
            what + ": " + e.getMessage(), "Look for the cause in the server's log and run again.")
        .causedBy(e);
  }
}
