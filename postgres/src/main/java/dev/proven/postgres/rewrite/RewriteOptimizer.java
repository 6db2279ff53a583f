package dev.proven.postgres.rewrite;

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
import dev.proven.postgres.index.IndexOptimizer;
import dev.proven.postgres.rewrite.catalog.Catalog;
import dev.proven.postgres.rewrite.rule.Rule;
import dev.proven.postgres.rewrite.rule.Rules;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Other texts for the statements of a workload that ask the same in less time. A text is proposed
 * where a rule's preconditions stand in the catalog, and kept only where nothing tells the two
 * texts apart.
 */
public final class RewriteOptimizer implements Optimizer<PostgresTarget> {
  /** For all statements together; what is left then is the cheapest. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final List<Rule> rules;
  private final Duration patience;
  private final IndexOptimizer indexes = new IndexOptimizer();

  public RewriteOptimizer() {
    this(Rules.all(), PATIENCE);
  }

  /**
   * With rules of its own.
   *
   * @param patience after which no further statement is tried on the copy
   */
  RewriteOptimizer(List<Rule> rules, Duration patience) {
    this.rules = List.copyOf(rules);
    this.patience = patience;
  }

  @Override
  public String id() {
    return "rewrites";
  }

  @Override
  public String title() {
    return "Other texts that ask the same in less time";
  }

  @Override
  public String course() {
    return StatementTestbed.COURSE;
  }

  @Override
  public Diagnosis<PostgresTarget> diagnose(PostgresTarget target, Workload workload) {
    try (var connection = target.connect()) {
      connection.setReadOnly(true);
      Planner.prepare(connection);
      var catalog = Catalog.of(connection);
      var planner = new Planner(connection);
      var reader = new StatementReader(catalog, planner);
      var search = new Search(rules, catalog.functions(), planner);
      return new Reading(reader, search, target.texts(), target.knowledge()).of(workload, id());
    } catch (SQLException e) {
      throw failed("The statements of " + target.name() + " could not be read", e);
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
    try (var connection = testbed.target(Arm.B).connect()) {
      var functions = Catalog.of(connection).functions();
      return new RewriteScreening(testbed, functions, workload, session, patience)
          .screen(proposals);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw failed("The rewritten texts could not be screened", e);
    }
  }

  @Override
  public Set<String> affected(Testbed<PostgresTarget> testbed, List<Part> parts) {
    var a = testbed.target(Arm.A).texts();
    var b = testbed.target(Arm.B).texts();
    var affected = new TreeSet<>(indexes.affected(testbed, parts));
    parts.stream()
        .filter(p -> !a.of(p.text()).equals(b.of(p.text())))
        .map(Part::id)
        .forEach(affected::add);
    return affected;
  }

  @Override
  public Set<String> suspects(
      Testbed<PostgresTarget> testbed,
      List<Proposal<PostgresTarget>> chosen,
      List<Part> slowerParts) {
    var slower = slowerParts.stream().map(Part::id).collect(Collectors.toSet());
    return chosen.stream()
        .filter(p ->
            switch (p.change()) {
              case SendRewritten s -> slower.contains(s.candidate().part());
              case TextWithIndex t ->
                  slower.contains(t.text().candidate().part())
                      || !indexes.suspects(testbed, List.of(t.index()), slowerParts).isEmpty();
              default -> false;
            })
        .map(Proposal::id)
        .collect(Collectors.toSet());
  }

  private static Problem failed(String what, Exception e) {
    return Problem.failed(
            what + ": " + e.getMessage(), "Look for the cause in the server's log and run again.")
        .causedBy(e);
  }
}
