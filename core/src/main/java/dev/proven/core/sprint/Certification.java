package dev.proven.core.sprint;

import dev.proven.core.Optimizer;
import dev.proven.core.Session;
import dev.proven.core.Target;
import dev.proven.core.Workload;
import dev.proven.core.evidence.Machine;
import dev.proven.core.evidence.RunFolder;
import dev.proven.core.experiment.Verdict;
import dev.proven.core.stats.ClopperPearson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Runs A against A again and again, through the very procedure that proves changes, and counts how
 * often it finds a difference.
 *
 * @param <T> the kind of target
 */
public final class Certification<T extends Target> {
  private static final Duration CAP = Duration.ofSeconds(10);

  private final Optimizer<T> optimizer;
  private final Workload workload;
  private final RunFolder folder;
  private final Session session;
  private final SprintSettings settings;

  public Certification(
      Optimizer<T> optimizer,
      Workload workload,
      RunFolder folder,
      Session session,
      SprintSettings settings) {
    this.optimizer = optimizer;
    this.workload = workload;
    this.folder = folder;
    this.session = session;
    this.settings = settings;
  }

  /** A certificate with the record that its evidence belongs to. */
  public record Outcome(Certificate certificate, TargetRecord record) {}

  /** Judges that many A/A experiments, each with its declaration and samples in the run folder. */
  public Outcome run(T target, int verdicts) throws Exception {
    var before = target.fingerprint();
    var found = new ArrayList<Verdict>();
    List<String> experiments;
    Costs costs;
    try (var testbed = optimizer.testbed(target, session)) {
      var laboratory = new Laboratory<>(testbed, workload, folder, session);
      var yardstick = optimizer.yardstick();
      var patience = new Profile.Patience(CAP, CAP);
      costs = laboratory.profile(optimizer.measures(), yardstick, patience);
      var plans = new Plans(target.name(), testbed.rules(), yardstick, costs.once(), settings);
      for (int i = 1; i <= verdicts; i++) {
        found.add(one(laboratory, plans, i, verdicts));
      }
      experiments = laboratory.experiments();
    }
    return new Outcome(
        certificate(found, target.name()), record(target, before, costs, experiments));
  }

  private Verdict one(Laboratory<T> laboratory, Plans plans, int number, int of) throws Exception {
    var name = laboratory.next("aa");
    var subject =
        new Plans.Subject(
            name, "A against A, " + number + " of " + of, "", settings.seed() + number);
    var declaration =
        plans.proof(
            subject,
            laboratory.workload().parts(),
            List.of(),
            new Noise(new TreeMap<>()),
            laboratory.varying().keySet(),
            (double) CAP.toSeconds(),
            settings.blocks());
    var verdict =
        laboratory
            .run(declaration, null, Instant.now().plus(settings.budget()))
            .judgement()
            .verdict();
    session.progress().note(subject.title() + ": " + verdict.label());
    return verdict;
  }

  private Certificate certificate(List<Verdict> found, String target) {
    int proven = (int) found.stream().filter(v -> v == Verdict.PROVEN).count();
    int wrong = proven + (int) found.stream().filter(v -> v == Verdict.REGRESSED).count();
    return new Certificate(
        found.size(),
        wrong,
        ClopperPearson.interval(wrong, found.size(), 0.95),
        proven,
        settings.blocks(),
        Instant.now(),
        target,
        Machine.facts(),
        folder.id());
  }

  private TargetRecord record(T target, String before, Costs costs, List<String> experiments) {
    return new TargetRecord(
        target.kind(),
        target.name(),
        target.url(),
        target.environment(),
        workload.source(),
        workload.parts(),
        workload.leftOut(),
        new TreeMap<>(costs.seconds()),
        List.of(),
        List.of(),
        new PilotRecord(0, new TreeMap<>(), new TreeMap<>(), List.of(), List.of(), ""),
        experiments,
        List.of(),
        "",
        before,
        target.fingerprint(),
        List.of("An A/A certificate: nothing was changed."));
  }
}
