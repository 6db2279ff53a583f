package dev.proven.core.sprint;

import dev.proven.core.Diagnosis;
import dev.proven.core.Optimizer;
import dev.proven.core.Problem;
import dev.proven.core.ProvenOn;
import dev.proven.core.Session;
import dev.proven.core.Target;
import dev.proven.core.TargetKind;
import dev.proven.core.TargetSpec;
import dev.proven.core.Workload;
import dev.proven.core.evidence.RunFolder;
import dev.proven.core.experiment.Testbed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
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
    try {
      return planned();
    } catch (Exception e) {
      throw kind.explain(e).orElseThrow(() -> e);
    }
  }

  private Plan planned() throws Exception {
    try (T target = kind.open(spec, session)) {
      var workload = kind.workload(target, spec);
      var diagnoses = new ArrayList<DiagnosisRecord>();
      var proposals = new ArrayList<ProposalRecord>();
      for (var stage :
          courses(target, workload).stream().flatMap(c -> c.stages().stream()).toList()) {
        diagnoses.add(stage.record());
        proposals.addAll(planned(stage));
      }
      return new Plan(
          target.name(), new TreeMap<>(target.environment()), workload, diagnoses, proposals);
    }
  }

  private static List<ProposalRecord> planned(Stage<?> stage) {
    return stage.diagnosis().proposals().stream()
        .map(p ->
            ProposalRecord.notRun(
                stage.optimizer().id(),
                p,
                p.missing().isEmpty() ? ProposalRecord.ONLY_PLANNED : p.missing()))
        .toList();
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
    try {
      return prove(target, deadline);
    } catch (Exception e) {
      throw kind.explain(e).orElseThrow(() -> e);
    }
  }

  private List<TargetRecord> prove(T target, Instant deadline) throws Exception {
    session.progress().stage("Reading the workload of " + target.name());
    var workload = kind.workload(target, spec);
    var courses = courses(target, workload);
    var provable = courses.stream().filter(Course::canBeProven).toList();
    if (provable.isEmpty()) {
      var stages = courses.stream().flatMap(c -> c.stages().stream()).toList();
      var before = target.fingerprint();
      var work = courses.getFirst().workload();
      return List.of(record(target, work, stages, Proof.nothingToProve(stages), before));
    }
    var records = new ArrayList<TargetRecord>();
    for (var course : provable) {
      var until = until(deadline, provable.subList(records.size(), provable.size()));
      var others = records.isEmpty() ? others(courses) : List.<Stage<T>>of();
      records.add(run(target, course, others, until));
    }
    return records;
  }

  /** When the first of the courses that are left has to end. */
  private static <T extends Target> Instant until(Instant deadline, List<Course<T>> left) {
    var now = Instant.now();
    double share = left.getFirst().share() / left.stream().mapToDouble(Course::share).sum();
    return now.plusMillis(Math.round(Duration.between(now, deadline).toMillis() * share));
  }

  /**
   * The stages of courses that have nothing to prove: they are told with the first one that has.
   */
  private static <T extends Target> List<Stage<T>> others(List<Course<T>> courses) {
    return courses.stream()
        .filter(c -> !c.canBeProven())
        .flatMap(c -> c.stages().stream())
        .toList();
  }

  private List<Course<T>> courses(T target, Workload workload) {
    var courses = new LinkedHashMap<String, Course<T>>();
    for (var optimizer : optimizers()) {
      var course =
          courses.computeIfAbsent(
              optimizer.course(),
              _ -> new Course<>(optimizer.workload(target, workload), new ArrayList<>()));
      course.stages().add(new Stage<>(optimizer, diagnose(optimizer, target, course.workload())));
    }
    return List.copyOf(courses.values());
  }

  private Diagnosis<T> diagnose(Optimizer<T> optimizer, T target, Workload workload) {
    session.progress().stage("Diagnosing: " + optimizer.title());
    var diagnosis = optimizer.diagnose(target, workload).lacking(kind.obstacle(target, optimizer));
    session
        .progress()
        .note(
            diagnosis.findings().size()
                + " findings, "
                + diagnosis.proposals().size()
                + " proposals");
    return diagnosis;
  }

  private TargetRecord run(T target, Course<T> course, List<Stage<T>> others, Instant deadline)
      throws Exception {
    var before = target.fingerprint();
    session.progress().stage("Building the testbed");
    var stages = course.stages();
    Proof.Outcome outcome;
    Workload measured;
    try (var testbed = stages.getFirst().optimizer().testbed(target, session)) {
      measured = costliest(testbed, course);
      var laboratory = new Laboratory<>(testbed, measured, folder, session);
      outcome =
          new Proof<>(stages, testbed, laboratory, course.workload(), settings, session, deadline)
              .run(target.name());
      measured = laboratory.workload();
    }
    return record(target, measured, stages, outcome.and(others), before);
  }

  private Workload costliest(Testbed<T> testbed, Course<T> course) throws Exception {
    var measures = course.stages().getFirst().optimizer().measures();
    return Costliest.of(
        testbed, course.workload(), measures, settings.budget(), session.progress());
  }

  /** The first course bears the target's name alone, each later one its own beside that. */
  private String name(T target, List<Stage<T>> stages) {
    var name = spec.name() == null ? target.name() : spec.name();
    var course = stages.getFirst().optimizer().course();
    return course.equals(optimizers().getFirst().course()) ? name : name + " (" + course + ")";
  }

  private TargetRecord record(
      T target, Workload workload, List<Stage<T>> stages, Proof.Outcome proof, String before) {
    var provenOn =
        proof.experiments().isEmpty() ? Optional.<ProvenOn>empty() : kind.provenOn(target);
    var notes = new ArrayList<>(proof.notes());
    provenOn.ifPresent(p -> notes.addAll(p.notes()));
    return new TargetRecord(
        target.kind(),
        name(target, stages),
        target.url(),
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
        notes,
        provenOn.orElse(null));
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
