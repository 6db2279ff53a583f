package dev.proven.core.sprint;

import dev.proven.core.Change;
import dev.proven.core.CostedWorkload;
import dev.proven.core.Optimizer;
import dev.proven.core.Proposal;
import dev.proven.core.Session;
import dev.proven.core.Target;
import dev.proven.core.Workload;
import dev.proven.core.experiment.Arm;
import dev.proven.core.experiment.Part;
import dev.proven.core.experiment.Testbed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Proves what several optimizers propose on one testbed: a pilot of A against A, then optimizer by
 * optimizer each proposal by itself on top of what was chosen before, then all that held together
 * on fresh blocks against the unchanged system.
 *
 * @param <T> the kind of target
 */
final class Proof<T extends Target> {
  private static final double SHARE_OF_SINGLES = 0.18;

  /** What came of it. */
  record Outcome(
      List<DiagnosisRecord> diagnoses,
      Map<String, Double> seconds,
      PilotRecord pilot,
      List<ProposalRecord> proposals,
      List<String> experiments,
      List<String> chosen,
      String chosenExperiment,
      List<String> notes) {

    /** The same with stages that had nothing to prove. */
    <T extends Target> Outcome and(List<Stage<T>> others) {
      var all = new ArrayList<>(diagnoses);
      others.forEach(s -> all.add(s.record()));
      var records = new ArrayList<>(proposals);
      others.forEach(s -> records.addAll(s.notRun()));
      return new Outcome(
          all, seconds, pilot, records, experiments, chosen, chosenExperiment, notes);
    }
  }

  /** What is said of stages of which nothing can be measured. */
  static <T extends Target> Outcome nothingToProve(List<Stage<T>> stages) {
    var pilot = new PilotRecord(0, new TreeMap<>(), new TreeMap<>(), List.of(), List.of(), "");
    boolean nothing = stages.stream().allMatch(s -> s.diagnosis().proposals().isEmpty());
    var notes =
        nothing
            ? List.of("Nothing wasteful was found, so nothing was measured.")
            : List.<String>of();
    return new Outcome(List.of(), Map.of(), pilot, List.of(), List.of(), List.of(), "", notes)
        .and(stages);
  }

  private final List<Stage<T>> stages;
  private final Testbed<T> testbed;
  private final Laboratory<T> laboratory;
  private final Workload looked;
  private final SprintSettings settings;
  private final Session session;
  private final Instant deadline;
  private final List<String> notes = new ArrayList<>();
  private final List<DiagnosisRecord> diagnoses = new ArrayList<>();
  private final List<ProposalRecord> records = new ArrayList<>();
  private final List<Singles.Single<T>> singles = new ArrayList<>();
  private final List<Singles.Unmeasured<T>> joining = new ArrayList<>();
  private final Map<Proposal<T>, Optimizer<T>> chosen = new LinkedHashMap<>();
  private final List<String> rank = new ArrayList<>();

  /**
   * @param stages in the order in which they are proven, all for this testbed
   * @param looked what optimizers look at, which may be more than what is measured
   */
  Proof(
      List<Stage<T>> stages,
      Testbed<T> testbed,
      Laboratory<T> laboratory,
      Workload looked,
      SprintSettings settings,
      Session session,
      Instant deadline) {
    this.stages = stages;
    this.testbed = testbed;
    this.laboratory = laboratory;
    this.looked = looked;
    this.settings = settings;
    this.session = session;
    this.deadline = deadline;
  }

  Outcome run(String target) throws Exception {
    var costs = profile();
    var plans = new Plans(target, testbed.rules(), first().yardstick(), costs, settings);
    var pilot = new Pilot<>(laboratory, parts(), plans).run(session, deadline);
    var noise = Noise.of(pilot, parts());
    var context =
        new ProofContext<>(
            testbed,
            laboratory,
            parts(),
            plans,
            noise,
            Set.copyOf(pilot.unstableAnswers()),
            session,
            deadline);
    new Announcement(plans, parts(), pilot, noise, laboratory.varying())
        .sentences(context.left())
        .forEach(this::note);
    for (int i = 0; i < stages.size(); i++) {
      explore(stages.get(i), stages.size() - i, context);
    }
    testbed.base(null);
    var proven = chosen.isEmpty() ? null : set(context).prove(List.copyOf(chosen.keySet()));
    return outcome(costs, pilot, proven);
  }

  private List<Part> parts() {
    return laboratory.workload().parts();
  }

  private Costs profile() throws Exception {
    return laboratory.profile(
        first().measures(), first().yardstick(), Profile.Patience.within(settings.budget()));
  }

  private Optimizer<T> first() {
    return stages.getFirst().optimizer();
  }

  /** One optimizer's turn, on top of what the ones before it have won. */
  private void explore(Stage<T> stage, int stagesLeft, ProofContext<T> context) throws Exception {
    var optimizer = stage.optimizer();
    var diagnosis = stage.diagnosis();
    var here = context;
    if (!chosen.isEmpty()) {
      testbed.base(all());
      here = context.with(profile());
      diagnosis = optimizer.diagnose(testbed.target(Arm.A), looked);
    }
    session.progress().stage("Screening " + diagnosis.proposals().size() + " proposals");
    var costed =
        new CostedWorkload(
            laboratory.workload(), here.plans().costs().seconds(), laboratory.answers());
    var screening = optimizer.screen(testbed, diagnosis.proposals(), costed, session);
    testbed.put(null);
    diagnoses.add(DiagnosisRecord.of(optimizer, diagnosis, screening.dropped()));
    long share = Math.round(SHARE_OF_SINGLES * context.left().toMillis() / stagesLeft);
    var found = new Singles<>(here, optimizer, Instant.now().plusMillis(share));
    found.prove(screening);
    screening.kept().forEach(p -> rank.add(p.id()));
    records.addAll(found.notRun());
    singles.addAll(found.measured());
    joining.addAll(found.joining());
    found.chosen().forEach(p -> chosen.put(p, optimizer));
    testbed.put(null);
  }

  private Change<T> all() {
    return Change.all(chosen.keySet().stream().map(Proposal::change).toList());
  }

  private ChosenSet<T> set(ProofContext<T> context) {
    return new ChosenSet<>(context, this::suspects, new Alone(singles), this::note);
  }

  private Set<String> suspects(List<Proposal<T>> set, List<Part> slower) {
    var suspects = new TreeSet<String>();
    for (var stage : stages) {
      var own = set.stream().filter(p -> stage.optimizer().equals(chosen.get(p))).toList();
      if (!own.isEmpty()) {
        suspects.addAll(stage.optimizer().suspects(testbed, own, slower));
      }
    }
    return suspects;
  }

  private void note(String text) {
    notes.add(text);
    session.progress().note(text);
  }

  private Outcome outcome(Costs costs, PilotRecord pilot, ChosenSet.@Nullable Proven<T> set) {
    var ids = set == null ? List.<String>of() : set.proposals().stream().map(Proposal::id).toList();
    singles.forEach(s -> records.add(s.record(ids)));
    joining.forEach(j -> records.add(j.record(ids)));
    if (set != null) {
      new RunToEnd(set.result().samples(), costs.measure()).sentence(parts()).ifPresent(this::note);
    }
    return new Outcome(
        diagnoses,
        costs.seconds(),
        pilot,
        records.stream().sorted(Comparator.comparingInt(r -> rank.indexOf(r.id()))).toList(),
        laboratory.experiments(),
        ids,
        set == null ? "" : set.result().folder(),
        List.copyOf(notes));
  }
}
