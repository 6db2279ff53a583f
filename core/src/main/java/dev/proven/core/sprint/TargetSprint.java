package dev.proven.core.sprint;

import dev.proven.core.CostedWorkload;
import dev.proven.core.Diagnosis;
import dev.proven.core.Optimizer;
import dev.proven.core.Problem;
import dev.proven.core.Session;
import dev.proven.core.Target;
import dev.proven.core.TargetKind;
import dev.proven.core.TargetSpec;
import dev.proven.core.Workload;
import dev.proven.core.evidence.RunFolder;
import java.time.Instant;
import java.util.ArrayList;
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
        diagnoses.add(record(optimizer, diagnosis, List.of()));
        diagnosis
            .proposals()
            .forEach(p -> proposals.add(ProposalRecord.notRun(optimizer.id(), p, "Only planned.")));
      }
      return new Plan(
          target.name(), new TreeMap<>(target.environment()), workload, diagnoses, proposals);
    }
  }

  /** Opens the target and proves what can be made better. */
  public TargetRecord run() throws Exception {
    var deadline = Instant.now().plus(settings.budget());
    session.progress().stage("Opening " + kind.id());
    try (T target = kind.open(spec, session)) {
      return run(target, deadline);
    }
  }

  /** The same for a target that is open already. */
  public TargetRecord run(T target, Instant deadline) throws Exception {
    var before = target.fingerprint();
    session.progress().stage("Reading the workload of " + target.name());
    var workload = kind.workload(target, spec);
    var proofs = new ArrayList<Proof.Outcome>();
    for (var optimizer : optimizers()) {
      session.progress().stage("Diagnosing: " + optimizer.title());
      var diagnosis = optimizer.diagnose(target, workload);
      session
          .progress()
          .note(
              diagnosis.findings().size()
                  + " findings, "
                  + diagnosis.proposals().size()
                  + " proposals");
      proofs.add(prove(optimizer, target, workload, diagnosis, deadline));
    }
    return record(target, workload, proofs, before);
  }

  private Proof.Outcome prove(
      Optimizer<T> optimizer, T target, Workload workload, Diagnosis<T> diagnosis, Instant deadline)
      throws Exception {
    if (diagnosis.proposals().isEmpty()) {
      return Proof.nothingToProve(record(optimizer, diagnosis, List.of()));
    }
    session.progress().stage("Building the testbed");
    try (var testbed = optimizer.testbed(target, session)) {
      var laboratory = new Laboratory<>(testbed, workload, folder, session);
      var costs =
          laboratory.profile(optimizer.measures(), Profile.Patience.within(settings.budget()));
      session.progress().stage("Screening " + diagnosis.proposals().size() + " proposals");
      var screening =
          optimizer.screen(
              testbed,
              diagnosis.proposals(),
              new CostedWorkload(workload, costs.seconds()),
              session);
      testbed.put(null);
      var plans = new Plans(target.name(), testbed.rules(), costs, settings);
      return new Proof<>(optimizer, testbed, laboratory, workload, plans, session, deadline)
          .run(record(optimizer, diagnosis, screening.dropped()), screening.kept());
    }
  }

  private DiagnosisRecord record(
      Optimizer<T> optimizer,
      Diagnosis<T> diagnosis,
      List<dev.proven.core.Screening.Dropped> dropped) {
    return new DiagnosisRecord(
        optimizer.id(), optimizer.title(), diagnosis.looked(), diagnosis.findings(), dropped);
  }

  private TargetRecord record(
      T target, Workload workload, List<Proof.Outcome> proofs, String before) {
    var last = proofs.getLast();
    return new TargetRecord(
        target.kind(),
        spec.name() == null ? target.name() : spec.name(),
        target.environment(),
        workload.source(),
        workload.parts(),
        workload.leftOut(),
        new TreeMap<>(last.seconds()),
        proofs.stream().map(Proof.Outcome::diagnosis).toList(),
        proofs.stream().flatMap(p -> p.proposals().stream()).toList(),
        last.pilot(),
        proofs.stream().flatMap(p -> p.experiments().stream()).toList(),
        proofs.stream().flatMap(p -> p.chosen().stream()).toList(),
        last.chosenExperiment(),
        before,
        target.fingerprint(),
        proofs.stream().flatMap(p -> p.notes().stream()).toList());
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
