package dev.proven.core.sprint;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.Credentials;
import dev.proven.core.Diagnosis;
import dev.proven.core.Json;
import dev.proven.core.Optimizer;
import dev.proven.core.Progress;
import dev.proven.core.Proposal;
import dev.proven.core.Screening;
import dev.proven.core.Session;
import dev.proven.core.TargetKind;
import dev.proven.core.TargetSpec;
import dev.proven.core.Workload;
import dev.proven.core.evidence.RunFolder;
import dev.proven.core.experiment.Declaration;
import dev.proven.core.experiment.GuardrailState;
import dev.proven.core.experiment.Judgement;
import dev.proven.core.experiment.Launch;
import dev.proven.core.experiment.Metric;
import dev.proven.core.experiment.Observation;
import dev.proven.core.experiment.Part;
import dev.proven.core.experiment.Slot;
import dev.proven.core.experiment.Statistic;
import dev.proven.core.experiment.Testbed;
import dev.proven.core.experiment.Verdict;
import dev.proven.core.experiment.Yardstick;
import dev.proven.core.journal.Journal;
import dev.proven.core.journal.UndoHandler;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Courses with work, figures and guardrails of their own, and courses that have nothing to do. */
final class CourseTest {
  private static final Part STATEMENT = new Part("statement", "s", "s", false, 1);
  private static final Part CLIENTS = new Part("clients", "c", "c", false, 1);

  @TempDir Path runs;
  private final Machine a = new Machine(1, CourseTest::seconds);
  private final Machine b = new Machine(2, CourseTest::seconds);

  private static double seconds(String part, java.util.Set<String> on) {
    return on.contains("index") ? 0.1 : 1;
  }

  /** Clients of which half are refused until the switch is on. */
  private final class Loads implements Optimizer<Machine> {
    private final String missing;

    Loads(String missing) {
      this.missing = missing;
    }

    @Override
    public String id() {
      return "loads";
    }

    @Override
    public String title() {
      return "loads";
    }

    @Override
    public Workload workload(Machine target, Workload workload) {
      return new Workload("clients", List.of(CLIENTS), List.of());
    }

    @Override
    public Diagnosis<Machine> diagnose(Machine target, Workload workload) {
      assertThat(workload.parts()).containsExactly(CLIENTS);
      return new Diagnosis<>(
          id(),
          List.of(),
          List.of(),
          List.of(
              new Proposal<>(
                  "pool", "pool", List.of(), "", "", new Machine.SwitchOn("pool", a), missing)),
          List.of(new Screening.Dropped("other", "another pool", "it is worse")));
    }

    @Override
    @MustBeClosed
    public Testbed<Machine> testbed(Machine target, Session session) {
      var rules = new Testbed.Rules("new clients", "nothing");
      return Testbed.inPlace(target, Clients::new, session.journal(), rules);
    }

    @Override
    public List<String> measures() {
      return List.of("transaction");
    }

    @Override
    public Yardstick yardstick() {
      return new Yardstick(
          Statistic.MEAN,
          "seconds",
          List.of(
              new Yardstick.Guardrail(
                  "p95", "transaction", "s", Statistic.P95, Metric.Scale.RATIO, 0.03),
              new Yardstick.Guardrail(
                  "errors", "errors", "points", Statistic.MEAN, Metric.Scale.DIFFERENCE, 0.1)));
    }
  }

  private record Clients(Machine machine, Random random) implements Launch {
    Clients(Machine machine) {
      this(machine, new Random(machine.on.size()));
    }

    @Override
    public Observation run(Part part, Slot slot) {
      boolean served = machine.on.contains("pool");
      double each = 0.01 * Math.exp(0.01 * random.nextGaussian());
      double refused = served ? each : slot.cap().toNanos() / 1e9;
      var samples = new TreeMap<String, double[]>();
      samples.put("transaction", new double[] {each, refused, each, refused});
      samples.put("errors", new double[] {served ? 0 : 50});
      samples.put("seconds", new double[] {0.8});
      return new Observation(samples, "same", !served);
    }

    @Override
    public void close() {}
  }

  private record Kind(Machine machine, List<Optimizer<Machine>> optimizers)
      implements TargetKind<Machine> {
    @Override
    public String id() {
      return "machine";
    }

    @Override
    public boolean accepts(String url) {
      return true;
    }

    @Override
    public Machine open(TargetSpec spec, Session session) {
      return machine;
    }

    @Override
    public Workload workload(Machine target, TargetSpec spec) {
      return new Workload("statements", List.of(STATEMENT), List.of());
    }

    @Override
    public UndoHandler undoHandler(Credentials credentials) {
      throw new UnsupportedOperationException("the test has its own");
    }
  }

  private List<TargetRecord> run(List<Optimizer<Machine>> optimizers) throws Exception {
    var folder = RunFolder.named(runs, Instant.now());
    folder.create();
    var journal = Journal.open(folder.journal(), Machine.handlers(a, b));
    var session = new Session(folder.id(), journal, Progress.silent());
    var records =
        new TargetSprint<>(
                new Kind(a, optimizers),
                TargetSpec.of("machine"),
                folder,
                session,
                SprintSettings.standard())
            .run();
    assertThat(journal.pending()).isEmpty();
    return records;
  }

  @Test
  void aCourseIsJudgedByItsOwnFiguresAndGuardrails() throws Exception {
    var record = run(List.of(new Loads(""))).getFirst();
    assertThat(record.parts()).containsExactly(CLIENTS);
    assertThat(record.chosen()).containsExactly("pool");
    assertThat(record.seconds()).containsEntry("clients", 0.8);
    var folderOfSet = RunFolder.all(runs).getLast().root().resolve(record.chosenExperiment());
    var declaration = Json.read(folderOfSet.resolve("declaration.json"), Declaration.class);
    assertThat(declaration.metrics())
        .extracting(Metric::name)
        .containsExactly("total", "clients", "clients p95", "clients errors");
    assertThat(declaration.primary().statistic()).isEqualTo(Statistic.MEAN);
    assertThat(declaration.parts().getFirst().blocks())
        .as("capped now and then is not cut off, so it is not long")
        .isEqualTo(24);
    var judgement = Json.read(folderOfSet.resolve("judgement.json"), Judgement.class);
    assertThat(judgement.verdict()).isEqualTo(Verdict.PROVEN);
    assertThat(judgement.metric("total").cappedBefore()).isPositive();
    var errors = judgement.metric("clients errors");
    assertThat(errors.guardrail()).isEqualTo(GuardrailState.PASSED);
    assertThat(errors.before()).isCloseTo(50, org.assertj.core.api.Assertions.within(1e-9));
    assertThat(errors.after()).isZero();
  }

  @Test
  void aProposalThatLacksAPartIsNotRunAndSaysWhich() throws Exception {
    var record = run(List.of(new Loads("No bouncer is installed."))).getFirst();
    assertThat(record.experiments()).isEmpty();
    assertThat(record.proposals()).hasSize(1);
    assertThat(record.proposals().getFirst().verdict()).isEqualTo(Verdict.NOT_RUN);
    assertThat(record.proposals().getFirst().why()).isEqualTo("No bouncer is installed.");
    assertThat(record.diagnoses().getFirst().dropped())
        .extracting(Screening.Dropped::reason)
        .containsExactly("it is worse");
  }

  @Test
  void aCourseWithNothingToProveIsToldWithTheFirstThatHasSomething() throws Exception {
    var indexes = new Machine.Switches("indexes", List.of("index"), a, b);
    var records = run(List.of(new Loads("No bouncer is installed."), indexes));
    assertThat(records).hasSize(1);
    var record = records.getFirst();
    assertThat(record.parts()).containsExactly(STATEMENT);
    assertThat(record.chosen()).containsExactly("index");
    assertThat(record.diagnoses())
        .extracting(DiagnosisRecord::optimizer)
        .containsExactly("indexes", "loads");
    assertThat(record.proposals())
        .extracting(ProposalRecord::verdict)
        .containsExactly(Verdict.PROVEN, Verdict.NOT_RUN);
  }

  @Test
  void everyCourseThatHasSomethingToProveHasARecordOfItsOwn() throws Exception {
    var indexes = new Machine.Switches("indexes", List.of("index"), a, b);
    assertThat(run(List.of(indexes, new Loads(""))))
        .extracting(TargetRecord::chosen)
        .containsExactly(List.of("index"), List.of("pool"));
  }
}
