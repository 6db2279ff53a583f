package dev.proven.core.experiment;

import static dev.proven.core.experiment.Workbench.declaration;
import static dev.proven.core.experiment.Workbench.guardrail;
import static dev.proven.core.experiment.Workbench.part;
import static dev.proven.core.experiment.Workbench.plan;
import static dev.proven.core.experiment.Workbench.total;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.Progress;
import dev.proven.core.journal.Journal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExperimentTest {
  private static final Testbed.Rules RULES = new Testbed.Rules("a launch", "nothing");
  private static final Map<String, Part> PARTS = Map.of("x", part("x"), "y", part("y"));

  @TempDir Path folder;

  private final Workbench a = new Workbench(1).with("x", 1).with("y", 3);
  private final Workbench b = new Workbench(2).with("x", 1).with("y", 3);

  private Declaration both(int blocks) {
    return declaration(
        List.of(total("x", "y"), guardrail("x", 0.05), guardrail("y", 0.05)),
        List.of(plan("x", 2, true, 60), plan("y", 1, false, 60)),
        blocks);
  }

  @MustBeClosed
  private Testbed<Workbench> sideBySide(Journal journal) {
    return Testbed.sideBySide(a, b, Workbench::launch, journal, RULES, List.of());
  }

  private Experiment<Workbench> experiment(
      Declaration declaration, Testbed<Workbench> testbed, double factor, List<Sample> kept) {
    return new Experiment<>(
        declaration,
        testbed,
        factor == 1 ? null : new Workbench.Speed(factor),
        PARTS,
        List.of(),
        kept::addAll,
        Progress.silent(),
        Instant.MAX);
  }

  @Test
  void provesAGainAndStopsAtTheFirstLookThatSettlesEverything() throws Exception {
    var journal = Journal.open(folder.resolve("j"), Workbench.handlers(b));
    var kept = new ArrayList<Sample>();
    try (var testbed = sideBySide(journal)) {
      var judgement = experiment(both(24), testbed, 0.5, kept).run();
      assertThat(judgement.verdict()).isEqualTo(Verdict.PROVEN);
      assertThat(judgement.blocks()).isEqualTo(6);
      assertThat(judgement.metric("total").interval().contains(Math.log(0.5))).isTrue();
      assertThat(Judge.judge(both(24), kept)).isEqualTo(judgement);
    }
    assertThat(b.factor).isEqualTo(1);
    assertThat(journal.pending()).isEmpty();
  }

  @Test
  void interleavesPairsWhereBothArmsAreAlive() throws Exception {
    var journal = Journal.open(folder.resolve("j"), Workbench.handlers(b));
    var kept = new ArrayList<Sample>();
    try (var testbed = sideBySide(journal)) {
      experiment(both(12), testbed, 0.99, kept).run();
    }
    var arms = kept.stream().map(Sample::arm).toList();
    for (int i = 0; i + 1 < kept.size(); i += 2) {
      assertThat(arms.get(i)).isEqualTo(arms.get(i + 1).other());
      assertThat(kept.get(i).part()).isEqualTo(kept.get(i + 1).part());
    }
    assertThat(kept.stream().filter(s -> s.order() % 2 == 0).map(Sample::arm))
        .contains(Arm.A, Arm.B);
  }

  @Test
  void togglesOneSystemInPlaceAndLeavesItAsItWas() throws Exception {
    var journal = Journal.open(folder.resolve("j"), Workbench.handlers(a));
    var kept = new ArrayList<Sample>();
    try (var testbed = Testbed.inPlace(a, Workbench::launch, journal, RULES)) {
      var judgement = experiment(both(24), testbed, 0.5, kept).run();
      assertThat(judgement.verdict()).isEqualTo(Verdict.PROVEN);
    }
    assertThat(a.fingerprint()).isEqualTo("1.0");
    assertThat(a.log).contains("launch at 1.0", "launch at 0.5");
    long firstA = kept.stream().filter(s -> s.order() == 0 && s.arm() == Arm.A).count();
    assertThat(firstA).isBetween(1L, 23L);
  }

  @Test
  void warmsBothArmsAlikeAndCountsNoneOfIt() throws Exception {
    var journal = Journal.open(folder.resolve("j"), Workbench.handlers(b));
    var kept = new ArrayList<Sample>();
    try (var testbed = sideBySide(journal)) {
      experiment(both(6), testbed, 0.5, kept).run();
    }
    assertThat(a.log.stream().filter("warm x"::equals)).hasSize(6);
    assertThat(b.log.stream().filter("warm x"::equals)).hasSize(6);
    assertThat(a.log).doesNotContain("warm y");
    assertThat(kept).hasSize(6 * 2 * 3);
  }

  @Test
  void doesNotRunASettledPartAgain() throws Exception {
    // y is quiet and settled at once; x is noisy and goes on; the total needs both until settled.
    a.with("x", 0.01).with("y", 10);
    b.with("x", 0.01).with("y", 4);
    var metrics = List.of(total("y"), guardrail("x", 0.0001), guardrail("y", 0.05));
    var declaration =
        declaration(metrics, List.of(plan("x", 1, false, 60), plan("y", 1, false, 60)), 12);
    var journal = Journal.open(folder.resolve("j"), Workbench.handlers(b));
    var kept = new ArrayList<Sample>();
    try (var testbed = sideBySide(journal)) {
      experiment(declaration, testbed, 1, kept).run();
    }
    assertThat(kept.stream().filter(s -> s.part().equals("y")).mapToInt(Sample::block).max())
        .hasValue(6);
    assertThat(kept.stream().filter(s -> s.part().equals("x")).mapToInt(Sample::block).max())
        .hasValue(12);
  }

  @Test
  void aLongPartIsRunInItsOwnBlocksAndJudgedAtItsOwnEnd() throws Exception {
    a.with("x", 0.01).with("y", 10);
    b.with("x", 0.01).with("y", 4);
    var metrics = List.of(total("x", "y"), guardrail("x", 0.0001), guardrail("y", 0.05));
    var longPart = new PartPlan("y", "y", false, 1, false, 60, true, 6);
    var declaration = declaration(metrics, List.of(plan("x", 1, false, 60), longPart), 12);
    var journal = Journal.open(folder.resolve("j"), Workbench.handlers(b));
    var kept = new ArrayList<Sample>();
    try (var testbed = sideBySide(journal)) {
      var judgement = experiment(declaration, testbed, 1, kept).run();
      double s = judgement.metric("total").standardDeviation();
      assertThat(judgement.metric("total").interval().width() / 2)
          .as("one look at 5 percent: t(5) = 2.571")
          .isCloseTo(2.5706 * s / Math.sqrt(6), org.assertj.core.api.Assertions.within(1e-4));
      assertThat(Judge.judge(declaration, kept)).isEqualTo(judgement);
    }
    assertThat(kept.stream().filter(k -> k.part().equals("y")).mapToInt(Sample::block).max())
        .hasValue(6);
    assertThat(kept.stream().filter(k -> k.part().equals("x")).mapToInt(Sample::block).max())
        .hasValue(12);
  }

  @Test
  void stopsAtOnceWhereAnswersDiffer() throws Exception {
    a.answers.put("x", "one");
    b.answers.put("x", "other");
    var journal = Journal.open(folder.resolve("j"), Workbench.handlers(b));
    var kept = new ArrayList<Sample>();
    try (var testbed = sideBySide(journal)) {
      var judgement = experiment(both(24), testbed, 0.5, kept).run();
      assertThat(judgement.verdict()).isEqualTo(Verdict.REGRESSED);
      assertThat(judgement.differentAnswers()).containsExactly("x");
    }
    assertThat(kept.stream().mapToInt(Sample::block).max()).hasValue(1);
  }

  @Test
  void aPilotGoesOnWhereAnswersDifferSinceNothingWasChanged() throws Exception {
    a.answers.put("x", "one");
    b.answers.put("x", "other");
    var journal = Journal.open(folder.resolve("j"), Workbench.handlers(b));
    var kept = new ArrayList<Sample>();
    try (var testbed = sideBySide(journal)) {
      var judgement = experiment(both(6), testbed, 1, kept).run();
      assertThat(judgement.differentAnswers()).containsExactly("x");
    }
    assertThat(kept.stream().mapToInt(Sample::block).max()).hasValue(6);
  }

  @Test
  void neverProvesWhereTheTreatedArmWasCapped() throws Exception {
    var journal = Journal.open(folder.resolve("j"), Workbench.handlers(b));
    a.with("x", 100);
    b.with("x", 20);
    var declaration =
        declaration(List.of(total("x"), guardrail("x", 0.05)), List.of(plan("x", 1, false, 10)), 6);
    try (var testbed = sideBySide(journal)) {
      var judgement = experiment(declaration, testbed, 0.99, new ArrayList<>()).run();
      assertThat(judgement.verdict()).isNotEqualTo(Verdict.PROVEN);
      assertThat(judgement.metric("total").cappedAfter()).isEqualTo(6);
    }
  }

  @Test
  void understatesAGainWhereTheBaselineWasCapped() throws Exception {
    var journal = Journal.open(folder.resolve("j"), Workbench.handlers(b));
    a.with("x", 100);
    b.with("x", 2);
    var declaration =
        declaration(List.of(total("x"), guardrail("x", 0.05)), List.of(plan("x", 1, false, 10)), 6);
    try (var testbed = sideBySide(journal)) {
      var judgement = experiment(declaration, testbed, 0.99, new ArrayList<>()).run();
      assertThat(judgement.verdict()).isEqualTo(Verdict.PROVEN);
      assertThat(judgement.metric("total").effect()).isGreaterThan(Math.log(2 / 100.0));
    }
  }
}
