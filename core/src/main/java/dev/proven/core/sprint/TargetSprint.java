package dev.proven.core.sprint;

import dev.proven.core.Diagnosis;
import dev.proven.core.Optimizer;
import dev.proven.core.Problem;
import dev.proven.core.Session;
import dev.proven.core.Target;
import dev.proven.core.TargetKind;
import dev.proven.core.TargetSpec;
import dev.proven.core.Workload;
import dev.proven.core.evidence.RunFolder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;

/**
 * The whole way of one target: open, diagnose, prove, and check that nothing was left behind.
 *
 * @param <T> the kind of target
 */
public final class TargetSprint<T extends Target> {
  private final TargetKind<T> kind;
  private final TargetSpec spec;
  private final RunFolder folder;
  private final Session session;
  private final SprintSettings settings;

  public TargetSprint(
      TargetKind<T> kind,
      TargetSpec spec,
      RunFolder folder,
      Session session,
      SprintSettings settings) {
    this.kind = kind;
    this.spec = spec;
    this.folder = folder;
    this.session = session;
    this.settings = settings;
  }

  /** What was looked at, found and proposed; nothing is changed. */
  public record Plan(
      String target,
      TreeMap<String, String> environment,
      Workload workload,
      List<DiagnosisRecord> diagnoses,
      List<ProposalRecord> proposals) {}

  /** Opens the target, looks, and proposes. */
  public Plan plan() throws Exception {
    try (T target = kind.open(spec, session)) {
      var workload = kind.workload(target, spec);
      var diagnoses = new ArrayList<DiagnosisRecord>();
      var proposals = new ArrayList<ProposalRecord>();
      for (var optimizer : optimizers()) {
        var diagnosis = optimizer.diagnose(target, workload);
        diagnoses.add(DiagnosisRecord.of(optimizer, diagnosis, List.of()));
        diagnosis
            .proposals()
            .forEach(p -> proposals.add(ProposalRecord.notRun(optimizer.id(), p, "Only planned.")));
      }
      return new Plan(
          target.name(), new TreeMap<>(target.environment()), workload, diagnoses, proposals);
    }
  }

  /** Opens the target and proves what can be made better: one record for each testbed. */
  public List<TargetRecord> run() throws Exception {
    var deadline = Instant.now().plus(settings.budget());
    session.progress().stage("Opening " + kind.id());
    try (T target = kind.open(spec, session)) {
      return run(target, deadline);
    }
  }

  /** The same for a target that is open already. */
  public List<TargetRecord> run(T target, Instant deadline) throws Exception {
    session.progress().stage("Reading the workload of " + target.name());
    var workload = kind.workload(target, spec);
    var courses = new LinkedHashMap<String, List<Stage<T>>>();
    for (var optimizer : optimizers()) {
      courses
          .computeIfAbsent(optimizer.course(), _ -> new ArrayList<>())
          .add(new Stage<>(optimizer, diagnose(optimizer, target, workload)));
    }
    var records = new ArrayList<TargetRecord>();
    int left = (int) courses.values().stream().filter(s -> canBeProven(s, target)).count();
    for (var stages : courses.values()) {
      boolean provable = canBeProven(stages, target);
      var until =
          Instant.now()
              .plus(Duration.between(Instant.now(), deadline).dividedBy(Math.max(1, left)));
      records.add(run(target, workload, stages, until));
      left -= provable ? 1 : 0;
    }
    return records;
  }

  /** Only what will be measured has a share of the time. */
  private boolean canBeProven(List<Stage<T>> stages, T target) {
    return stages.stream().anyMatch(s -> !s.diagnosis().proposals().isEmpty())
        && stages.getFirst().optimizer().obstacle(target).isEmpty();
  }

  private Diagnosis<T> diagnose(Optimizer<T> optimizer, T target, Workload workload) {
    session.progress().stage("Diagnosing: " + optimizer.title());
    var diagnosis = optimizer.diagnose(target, workload);
    session
        .progress()
        .note(
            diagnosis.findings().size()
                + " findings, "
                + diagnosis.proposals().size()
                + " proposals");
    return diagnosis;
  }

  private TargetRecord run(T target, Workload workload, List<Stage<T>> stages, Instant deadline)
      throws Exception {
    var before = target.fingerprint();
    if (stages.stream().allMatch(s -> s.diagnosis().proposals().isEmpty())) {
      return record(target, workload, stages, Proof.nothingToProve(stages), before);
    }
    var obstacle = stages.getFirst().optimizer().obstacle(target);
    if (obstacle.isPresent()) {
      session.progress().note(obstacle.get());
      return record(target, workload, stages, Proof.notRun(stages, obstacle.get()), before);
    }
    session.progress().stage("Building the testbed");
    Proof.Outcome outcome;
    try (var testbed = stages.getFirst().optimizer().testbed(target, session)) {
      var laboratory = new Laboratory<>(testbed, workload, folder, session);
      outcome =
          new Proof<>(stages, testbed, laboratory, workload, settings, session, deadline)
              .run(target.name());
    }
    return record(target, workload, stages, outcome, before);
  }

  /** The first course bears the target's name alone, each later one its own beside that. */
  private String name(T target, List<Stage<T>> stages) {
    var name = spec.name() == null ? target.name() : spec.name();
    var course = stages.getFirst().optimizer().course();
    return course.equals(optimizers().getFirst().course()) ? name : name + " (" + course + ")";
  }

  private TargetRecord record(
      T target, Workload workload, List<Stage<T>> stages, Proof.Outcome proof, String before) {
    return new TargetRecord(
        target.kind(),
        name(target, stages),
        target.environment(),
        workload.source(),
        workload.parts(),
        workload.leftOut(),
        new TreeMap<>(proof.seconds()),
        proof.diagnoses(),
        proof.proposals(),
        proof.pilot(),
        proof.experiments(),
        proof.chosen(),
        proof.chosenExperiment(),
        before,
        target.fingerprint(),
        proof.notes());
  }

  private List<Optimizer<T>> optimizers() {
    var all = kind.optimizers();
    for (String wanted : spec.optimizers()) {
      if (all.stream().noneMatch(o -> o.id().equals(wanted))) {
        throw Problem.usage(
            "There is no optimizer " + wanted + " for " + kind.id() + ".",
            "Choose of: " + String.join(", ", all.stream().map(Optimizer::id).toList()) + ".");
      }
    }
    return spec.optimizers().isEmpty()
        ? all
        : all.stream().filter(o -> spec.optimizers().contains(o.id())).toList();
  }
}
