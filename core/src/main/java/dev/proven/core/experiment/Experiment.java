package dev.proven.core.experiment;

import dev.proven.core.Change;
import dev.proven.core.Problem;
import dev.proven.core.Progress;
import dev.proven.core.Target;
import dev.proven.core.stats.Interval;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs what was declared: blocks of fresh launches in seeded random order, each followed by a look
 * where the declaration has one. What is settled at a look is not run again.
 *
 * @param <T> the kind of target
 */
public final class Experiment<T extends Target> {
  private final Declaration declaration;
  private final Testbed<T> testbed;
  private final @Nullable Change<T> change;
  private final Map<String, Part> parts;
  private final List<Sample> references;
  private final Consumer<List<Sample>> evidence;
  private final Progress progress;
  private final Instant deadline;
  private final List<Sample> samples = new ArrayList<>();
  private final Instant started = Instant.now();
  private final Map<String, Duration> lastTook = new HashMap<>();
  private final Set<String> told = new HashSet<>();
  private Duration lastOverhead = Duration.ZERO;
  private int turnsOfBlock;
  private @Nullable Interval improvement;

  /**
   * An experiment that is ready to run.
   *
   * @param change what B carries; null for A against A
   * @param parts of the workload by id, at least those that are declared
   * @param references what arm A answers to parts that it will not end in a block
   * @param evidence is given the references, and then the samples of each complete block
   * @param deadline no block begins that would not end before it
   */
  public Experiment(
      Declaration declaration,
      Testbed<T> testbed,
      @Nullable Change<T> change,
      Map<String, Part> parts,
      List<Sample> references,
      Consumer<List<Sample>> evidence,
      Progress progress,
      Instant deadline) {
    this.declaration = declaration;
    this.testbed = testbed;
    this.change = change;
    this.parts = Map.copyOf(parts);
    this.references = List.copyOf(references);
    this.evidence = evidence;
    this.progress = progress;
    this.deadline = deadline;
  }

  /** All samples so far. */
  public List<Sample> samples() {
    return List.copyOf(samples);
  }

  /** Runs to the end that the stopping rule allows and says what came of it. */
  public Judgement run() throws Exception {
    var active = declaration.parts();
    samples.addAll(references);
    evidence.accept(references);
    var judgement = Judge.judge(declaration, samples);
    for (int block = 1; block <= declaration.blocks() && !active.isEmpty(); block++) {
      if (block > 1 && Instant.now().plus(lastly(active)).isAfter(deadline)) {
        break;
      }
      var begun = Instant.now();
      var observed = block(block, active);
      var turns = lastTook.values().stream().reduce(Duration.ZERO, Duration::plus);
      lastOverhead = Duration.between(begun, Instant.now()).minus(turns);
      samples.addAll(observed);
      evidence.accept(observed);
      if (Judge.isLook(declaration, block) || !Answers.different(declaration, observed).isEmpty()) {
        judgement = Judge.judge(declaration, samples);
        if (change != null && judgement.verdict() == Verdict.REGRESSED) {
          return judgement;
        }
        active = unsettled(judgement, block + 1);
      }
      improvement = block < 2 ? null : Judge.standing(declaration, samples);
    }
    return Judge.judge(declaration, samples);
  }

  /** How long a block of those parts took, by the last block in which they were run. */
  private Duration lastly(List<PartPlan> active) {
    return active.stream()
        .map(plan -> lastTook.getOrDefault(plan.part(), Duration.ZERO))
        .reduce(lastOverhead, Duration::plus);
  }

  /**
   * The parts that a metric which is not settled still needs in the next block. What is only
   * reported, and decides nothing, needs no more than half of the blocks.
   */
  private List<PartPlan> unsettled(Judgement judgement, int next) {
    var open =
        declaration.metrics().stream()
            .filter(m -> !judgement.metric(m.name()).settled())
            .filter(m -> declaration.horizon(m) >= next)
            .filter(m -> m.role() != Metric.Role.SECONDARY || next <= declaration.blocks() / 2)
            .flatMap(m -> m.weights().keySet().stream())
            .distinct()
            .toList();
    return declaration.parts().stream().filter(p -> open.contains(p.part())).toList();
  }

  private List<Sample> block(int block, List<PartPlan> plans) throws Exception {
    var schedule = new Schedule(declaration.seed(), block, testbed.coexist());
    Arm first = schedule.first();
    var turns = schedule.turns(plans, first);
    var observed = new ArrayList<Sample>();
    lastTook.clear();
    turnsOfBlock = 0;
    if (testbed.coexist()) {
      try (var one = testbed.launch(first, change);
          var other = testbed.launch(first.other(), change)) {
        warmUp(one, plans, block);
        warmUp(other, plans, block);
        for (var turn : turns) {
          time(turn, turn.arm() == first ? one : other, block, observed);
        }
      }
    } else {
      oneArm(first, turns, plans, block, observed);
      oneArm(first.other(), turns, plans, block, observed);
    }
    return observed;
  }

  private void oneArm(
      Arm arm, List<Schedule.Turn> turns, List<PartPlan> plans, int block, List<Sample> observed)
      throws Exception {
    try (var launch = testbed.launch(arm, change)) {
      warmUp(launch, plans, block);
      for (var turn : turns) {
        if (turn.arm() == arm) {
          time(turn, launch, block, observed);
        }
      }
    }
  }

  private void warmUp(Launch launch, List<PartPlan> plans, int block) throws Exception {
    for (var plan : plans) {
      if (plan.warmUp()) {
        launch.run(part(plan), slot(plan, block, 0, true));
      }
    }
  }

  private void time(Schedule.Turn turn, Launch launch, int block, List<Sample> observed)
      throws Exception {
    var begun = Instant.now();
    take(turn, launch, block, observed);
    lastTook.merge(turn.plan().part(), Duration.between(begun, Instant.now()), Duration::plus);
  }

  private void take(Schedule.Turn turn, Launch launch, int block, List<Sample> observed)
      throws Exception {
    var plan = turn.plan();
    progress.experiment(standing(plan, block));
    var seen = launch.run(part(plan), slot(plan, block, turn.repetition(), false));
    if (seen.isFailure() && told.add(turn.arm() + " " + plan.part())) {
      var system = turn.arm() == Arm.A ? "unchanged" : "changed";
      progress.note(plan.part() + " on the " + system + " system: " + seen.failure());
    }
    int order = turnsOfBlock++;
    seen.samples()
        .forEach((name, values) -> {
          for (double value : values) {
            observed.add(
                new Sample(
                    block,
                    turn.arm(),
                    order,
                    plan.part(),
                    turn.repetition(),
                    name,
                    value,
                    seen.capped(),
                    seen.answer()));
          }
        });
  }

  private Standing standing(PartPlan plan, int block) {
    var spent = Duration.between(started, Instant.now());
    int done = block - 1;
    var whole =
        done == 0 ? Duration.ZERO : spent.multipliedBy(declaration.blocks() - done).dividedBy(done);
    var left = Duration.between(Instant.now(), deadline);
    return new Standing(
        declaration.title(),
        done,
        declaration.blocks(),
        plan.part(),
        improvement,
        done > 0 && whole.compareTo(left) < 0 ? whole : left);
  }

  private Slot slot(PartPlan plan, int block, int repetition, boolean warmUp) {
    long seed = (declaration.seed() * 31 + block) * 31 + repetition;
    var cap = Duration.ofNanos(Math.round(plan.capSeconds() * 1e9));
    return new Slot(block, repetition, warmUp, seed, cap);
  }

  private Part part(PartPlan plan) {
    var part = parts.get(plan.part());
    if (part == null) {
      throw Problem.failed(
          "The declaration names a part that the workload lacks: " + plan.part(),
          "This is a fault of Proven; please report it.");
    }
    return part;
  }
}
