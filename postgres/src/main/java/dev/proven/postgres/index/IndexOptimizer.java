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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Btree indexes of one to three columns for the predicates, joins and sort keys of the costliest
 * statements. What a statement needs is read from its plan, so a role that may only read is enough.
 */
public final class IndexOptimizer implements Optimizer<PostgresTarget> {
  /** More candidates than this are not tried. */
  private static final int MOST_CANDIDATES = 40;

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
    var workload = sent(target, written);
    try (var connection = target.connect()) {
      connection.setReadOnly(true);
      Explainer.plainPlans(connection);
      var book = Workbook.read(connection, workload);
      var selectivity = new Selectivity(new Explainer(connection));
      var candidates = Candidates.of(book.catalog(), book.uses(), selectivity, MOST_CANDIDATES);
      return new Diagnosis<>(
          id(),
          looked(book, workload),
          Findings.of(book.catalog(), book.uses()),
          new Proposals(book, workload.parts()).of(candidates));
    } catch (SQLException e) {
      throw failed("The plans of " + target.name() + " could not be read", e);
    }
  }

  private static Workload sent(PostgresTarget target, Workload written) {
    return new Workload(written.source(), target.texts().of(written.parts()), written.leftOut());
  }

  private static List<String> looked(Workbook book, Workload workload) {
    var looked = new ArrayList<String>();
    looked.add(
        "The plans of "
            + book.plans().size()
            + " of "
            + Evidence.count(workload.parts().size(), "statement", "statements")
            + ".");
    book.refused().forEach((id, why) -> looked.add(id + " could not be planned: " + why + "."));
    for (Table table : book.catalog().tables()) {
      String why = table.leftOutBecause();
      looked.add(
          why.isEmpty()
              ? table.name()
                  + ": "
                  + Evidence.number(table.rows())
                  + " rows, "
                  + Evidence.megabytes(table.bytes())
                  + ", "
                  + Evidence.count(table.indexes().size(), "btree index", "btree indexes")
                  + "."
              : table.name() + " is left out, because " + why + ".");
    }
    return looked;
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
      testbed.put(null);
      return screen(testbed.target(Arm.B), proposals, workload, session);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw failed("The proposed indexes could not be screened", e);
    }
  }

  static Screening<PostgresTarget> screen(
      PostgresTarget copy,
      List<Proposal<PostgresTarget>> proposals,
      CostedWorkload written,
      Session session)
      throws SQLException {
    var workload =
        new CostedWorkload(sent(copy, written.workload()), written.seconds(), written.answers());
    try (var screening = new IndexScreening(copy, session)) {
      return screening.screen(proposals, workload);
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
      return ArmPlans.suspects(testbed.target(Arm.B), chosen, slowerParts);
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
