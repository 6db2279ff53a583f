package dev.proven.core.sprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.proven.core.Json;
import dev.proven.core.Progress;
import dev.proven.core.Session;
import dev.proven.core.Workload;
import dev.proven.core.evidence.RunFolder;
import dev.proven.core.evidence.SampleFile;
import dev.proven.core.experiment.Judgement;
import dev.proven.core.experiment.Part;
import dev.proven.core.experiment.Sample;
import dev.proven.core.experiment.Verdict;
import dev.proven.core.journal.Journal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several optimizers on one testbed. */
final class ProofTest {
  @TempDir Path runs;

  /**
   * "cheap" and "dear" cure the same ill; "slow" is none; "other" cures another; "trade" cures the
   * first at the cost of the second, and of that "soothe" takes back the most.
   */
  private static double seconds(String part, Set<String> on) {
    if (part.equals("x")) {
      return (on.contains("soothe") ? 0.7 : 1) * x(on);
    }
    if (on.contains("trade")) {
      return on.contains("soothe") ? 1.03 : 1.2;
    }
    return (on.contains("other") ? 0.5 : 1) * (on.contains("slow") ? 1.5 : 1);
  }

  private static double x(Set<String> on) {
    return on.contains("cheap") || on.contains("dear") || on.contains("trade") ? 0.2 : 1;
  }

  private final Machine a = new Machine(1, ProofTest::seconds);
  private final Machine b = new Machine(2, ProofTest::seconds);
  private Machine.Switches first = new Machine.Switches("first", List.of("cheap", "slow"), a, b);
  private Machine.Switches second = new Machine.Switches("second", List.of("dear", "other"), a, b);
  private final Workload workload =
      new Workload("a test", List.of(part("x"), part("y")), List.of());

  private static Part part(String id) {
    return new Part(id, id, id, false, 1);
  }

  private Proof.Outcome prove() throws Exception {
    var folder = RunFolder.named(runs, Instant.now());
    folder.create();
    var journal = Journal.open(folder.journal(), Machine.handlers(a, b));
    var session = new Session(folder.id(), journal, Progress.silent());
    var stages =
        List.of(
            new Stage<>(first, first.diagnose(a, workload)),
            new Stage<>(second, second.diagnose(a, workload)));
    try (var testbed = first.testbed(a, session)) {
      var laboratory = new Laboratory<>(testbed, workload, folder, session);
      var outcome =
          new Proof<>(
                  stages,
                  testbed,
                  laboratory,
                  workload,
                  SprintSettings.standard(),
                  session,
                  Instant.now().plusSeconds(600))
              .run("machine");
      assertThat(journal.pending())
          .as("the base is gone before the set is measured")
          .hasSize(outcome.chosen().size());
      return withEffect(folder, outcome);
    }
  }

  private static Judgement judgement(RunFolder folder, String experiment) {
    return Json.read(folder.root().resolve(experiment).resolve("judgement.json"), Judgement.class);
  }

  private double effect;
  private final Map<String, Double> references = new TreeMap<>();

  private Proof.Outcome withEffect(RunFolder folder, Proof.Outcome outcome) {
    effect = judgement(folder, outcome.chosenExperiment()).metric("total").effect();
    var file = folder.root().resolve(outcome.chosenExperiment()).resolve("samples.csv.gz");
    SampleFile.read(file).stream()
        .filter(s -> s.block() == Sample.REFERENCE)
        .forEach(s -> references.put(s.part(), s.value()));
    return outcome;
  }

  @Test
  void everyOptimizerIsProvenOnTopOfTheOnesBeforeAndAllTogetherAgainstNone() throws Exception {
    var outcome = prove();
    assertThat(second.seen).as("asked again on the changed system").containsExactly("cheap");
    assertThat(outcome.chosen()).containsExactly("cheap", "other");
    assertThat(verdict(outcome, "dear"))
        .as("it adds nothing to what was won before")
        .isEqualTo(Verdict.NO_EFFECT);
    assertThat(verdict(outcome, "slow")).isEqualTo(Verdict.REGRESSED);
    assertThat(effect).isCloseTo(Math.log((0.2 + 0.5) / 2), within(0.05));
    assertThat(outcome.diagnoses())
        .extracting(DiagnosisRecord::optimizer)
        .containsExactly("first", "second");
    assertThat(outcome.proposals())
        .extracting(ProposalRecord::id)
        .containsExactly("cheap", "slow", "dear", "other");
    assertThat(a.on).isEmpty();
    assertThat(b.on).isEmpty();
  }

  @Test
  void aTradeStaysOutWhereSlowerPartsAreRefusedAndIsTriedInTheSetWhereNot() throws Exception {
    second = new Machine.Switches("second", List.of("other"), a, b);
    for (boolean refusing : new boolean[] {true, false}) {
      first = new Machine.Switches("first", List.of("trade"), a, b);
      first.refusing = refusing;
      var outcome = prove();
      assertThat(verdict(outcome, "trade")).isEqualTo(Verdict.REGRESSED);
      assertThat(outcome.chosen().contains("trade")).isEqualTo(!refusing);
    }
  }

  @Test
  void whatSlowsAPartByItselfLeavesTheSetUnlessThatIsCuredThere() throws Exception {
    second = new Machine.Switches("second", List.of("soothe"), a, b);
    first = new Machine.Switches("first", List.of("trade"), a, b);
    assertThat(prove().chosen()).as("nobody is blamed").containsExactly("trade", "soothe");
    first = new Machine.Switches("first", List.of("trade"), a, b);
    first.guilty = Set.of("trade");
    var outcome = prove();
    assertThat(verdict(outcome, "trade")).isEqualTo(Verdict.REGRESSED);
    assertThat(outcome.chosen()).containsExactly("soothe");
  }

  @Test
  void ofAllThatASlowerPartLeansOnOnlyWhatSlowedItByItselfLeavesTheSet() throws Exception {
    second = new Machine.Switches("second", List.of("soothe"), a, b);
    second.guilty = Set.of("soothe");
    first = new Machine.Switches("first", List.of("trade"), a, b);
    first.guilty = Set.of("trade");
    assertThat(prove().chosen()).containsExactly("soothe");
  }

  @Test
  void experimentsOfALaterCourseDoNotOverwriteThoseOfAnEarlierOne() throws Exception {
    var folder = RunFolder.named(runs, Instant.now());
    folder.create();
    var session =
        new Session(
            folder.id(), Journal.open(folder.journal(), Machine.handlers(a, b)), Progress.silent());
    try (var testbed = first.testbed(a, session)) {
      var plans =
          new Plans(
              "machine",
              testbed.rules(),
              first.yardstick(),
              new Costs("cpu", java.util.Map.of("x", 1.0, "y", 1.0), 1, Set.of()),
              SprintSettings.standard());
      var one = new Laboratory<>(testbed, workload, folder, session);
      new Pilot<>(one, workload.parts(), plans).run(session, Instant.now().plusSeconds(60));
      assertThat(one.experiments()).containsExactly("00-pilot");
      var other = new Laboratory<>(testbed, workload, folder, session);
      new Pilot<>(other, workload.parts(), plans).run(session, Instant.now().plusSeconds(60));
      assertThat(other.experiments()).containsExactly("01-pilot");
      assertThat(folder.experimentsOnDisk()).containsExactly("00-pilot", "01-pilot");
    }
  }

  @Test
  void answersAreHeldAgainstThoseOfTheUnchangedSystem() throws Exception {
    prove();
    assertThat(references).containsOnlyKeys("x", "y");
    assertThat(references.get("x")).as("not run with what was won").isCloseTo(1, within(0.1));
  }

  private static Verdict verdict(Proof.Outcome outcome, String id) {
    return outcome.proposals().stream()
        .filter(p -> p.id().equals(id))
        .findFirst()
        .orElseThrow()
        .verdict();
  }
}
