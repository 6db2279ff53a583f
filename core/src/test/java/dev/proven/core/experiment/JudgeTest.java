package dev.proven.core.experiment;

import static dev.proven.core.experiment.Workbench.declaration;
import static dev.proven.core.experiment.Workbench.guardrail;
import static dev.proven.core.experiment.Workbench.metric;
import static dev.proven.core.experiment.Workbench.plan;
import static dev.proven.core.experiment.Workbench.total;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.proven.core.experiment.Metric.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class JudgeTest {
  private static final List<PartPlan> PLANS =
      List.of(plan("x", 1, false, 60), plan("y", 1, false, 60));
  private static final List<Metric> METRICS =
      List.of(total("x", "y"), guardrail("x", 0.05), guardrail("y", 0.05));

  /** Blocks in which B takes that many times as long as A, with lognormal noise. */
  private static List<Sample> samples(
      int blocks, Map<String, Double> ratios, double noise, long seed) {
    var random = new Random(seed);
    var samples = new ArrayList<Sample>();
    for (int block = 1; block <= blocks; block++) {
      for (var e : ratios.entrySet()) {
        double a = Math.exp(noise * random.nextGaussian());
        double b = e.getValue() * Math.exp(noise * random.nextGaussian());
        samples.add(new Sample(block, Arm.A, 0, e.getKey(), 1, "cpu", a, false, ""));
        samples.add(new Sample(block, Arm.B, 1, e.getKey(), 1, "cpu", b, false, ""));
      }
    }
    return samples;
  }

  @Test
  void aGainThatMakesOnePartSlowerIsRegressed() {
    var samples = samples(24, Map.of("x", 0.1, "y", 1.3), 0.03, 3);
    var judgement = Judge.judge(declaration(METRICS, PLANS, 24), samples);
    assertThat(judgement.verdict()).isEqualTo(Verdict.REGRESSED);
    assertThat(judgement.metric("y").guardrail()).isEqualTo(GuardrailState.VIOLATED);
    assertThat(judgement.why()).contains("y");
  }

  @Test
  void noDifferenceWithLittleNoiseIsNoEffect() {
    var samples = samples(24, Map.of("x", 1.0, "y", 1.0), 0.01, 4);
    var judgement = Judge.judge(declaration(METRICS, PLANS, 24), samples);
    assertThat(judgement.verdict()).isEqualTo(Verdict.NO_EFFECT);
  }

  @Test
  void muchNoiseIsUnderpoweredAndSaysHowManyBlocksAreMissing() {
    var samples = samples(24, Map.of("x", 0.95, "y", 0.95), 0.5, 5);
    var judgement = Judge.judge(declaration(METRICS, PLANS, 24), samples);
    assertThat(judgement.verdict()).isEqualTo(Verdict.UNDERPOWERED);
    assertThat(judgement.blocksStillNeeded()).isNotZero();
  }

  @Test
  void aGuardrailThatIsNotShownToPassKeepsAGainFromBeingProven() {
    var samples = samples(24, Map.of("x", 0.1, "y", 1.0), 0.3, 6);
    var judgement = Judge.judge(declaration(METRICS, PLANS, 24), samples);
    assertThat(judgement.metric("y").guardrail()).isEqualTo(GuardrailState.OPEN);
    assertThat(judgement.verdict()).isEqualTo(Verdict.UNDERPOWERED);
    assertThat(judgement.why()).contains("y");
  }

  @Test
  void aGuardrailThatNoLookHasReachedIsOpen() {
    var longPart = new PartPlan("x", "x", false, 1, false, 60, true, 6);
    var plans = List.of(longPart, plan("y", 1, false, 60));
    var samples = samples(6, Map.of("x", 0.1, "y", 0.5), 0.01, 7);
    var judgement = Judge.judge(declaration(METRICS, plans, 20), samples);
    assertThat(judgement.metric("total").better()).isTrue();
    assertThat(judgement.metric("y").guardrail()).isEqualTo(GuardrailState.OPEN);
    assertThat(judgement.verdict()).isEqualTo(Verdict.UNDERPOWERED);
  }

  @Test
  void aTreatedArmThatIsCappedAfterItsLookIsNotProven() {
    var samples = new ArrayList<>(samples(12, Map.of("x", 0.1, "y", 0.1), 0.01, 8));
    samples.add(new Sample(12, Arm.B, 9, "x", 2, "cpu", 60, true, ""));
    var judgement = Judge.judge(declaration(METRICS, PLANS, 24), samples);
    assertThat(judgement.verdict()).isEqualTo(Verdict.UNDERPOWERED);
    assertThat(judgement.why()).contains("time cap", "x");
  }

  /** Blocks in which A is always cut off, so that it has no answer, and B is quick. */
  private static List<Sample> cappedBaseline(String answerOfB) {
    var samples = new ArrayList<Sample>();
    for (int block = 1; block <= 6; block++) {
      samples.add(new Sample(block, Arm.A, 0, "x", 1, "cpu", 60, true, ""));
      samples.add(new Sample(block, Arm.B, 1, "x", 1, "cpu", 1 + block / 1e3, false, answerOfB));
    }
    return samples;
  }

  private static Judgement ofX(List<Sample> samples) {
    var metrics = List.of(total("x"), guardrail("x", 0.05));
    return Judge.judge(declaration(metrics, List.of(plan("x", 1, false, 60)), 6), samples);
  }

  @Test
  void whatTheBaselineNeverAnsweredIsNotProven() {
    var judgement = ofX(cappedBaseline("42"));
    assertThat(judgement.verdict()).isEqualTo(Verdict.UNDERPOWERED);
    assertThat(judgement.uncomparedAnswers()).containsExactly("x");
  }

  @Test
  void aReferenceStandsInForTheAnswerOfACappedBaseline() {
    var reference = new Sample(Sample.REFERENCE, Arm.A, 0, "x", 1, "cpu", 99, false, "42");
    var right = cappedBaseline("42");
    right.addFirst(reference);
    assertThat(ofX(right).verdict()).isEqualTo(Verdict.PROVEN);
    assertThat(ofX(right).metric("x").before())
        .as("its value is not judged")
        .isCloseTo(60, within(1e-9));
    var wrong = cappedBaseline("41");
    wrong.addFirst(reference);
    assertThat(ofX(wrong).verdict()).isEqualTo(Verdict.REGRESSED);
    assertThat(ofX(wrong).differentAnswers()).containsExactly("x");
  }

  @Test
  void aNameMayNotStandTwiceInADeclaration() {
    var twice = List.of(total("x"), guardrail("total", 0.05));
    assertThatThrownBy(() -> declaration(twice, PLANS, 6))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("twice");
  }

  @Test
  void theDecisionRestsOnTheMoreCautiousInterval() {
    var result = ofX(cappedBaseline("")).metric("x");
    assertThat(result.cautious().upper())
        .isEqualTo(Math.max(result.interval().upper(), result.hodgesLehmannInterval().upper()));
  }

  @Test
  void whatWasSettledIsNotJudgedAgainWithLaterBlocks() {
    var declaration = declaration(METRICS, PLANS, 24);
    var all = samples(24, Map.of("x", 0.4, "y", 0.4), 0.01, 8);
    var six = all.stream().filter(s -> s.block() <= 6).toList();
    assertThat(Judge.judge(declaration, all).metrics())
        .isEqualTo(Judge.judge(declaration, six).metrics());
  }

  @Test
  void fewerThanSixBlocksProveNothing() {
    var samples = samples(5, Map.of("x", 0.1, "y", 0.1), 0.01, 9);
    var judgement = Judge.judge(declaration(METRICS, PLANS, 24), samples);
    assertThat(judgement.verdict()).isEqualTo(Verdict.UNDERPOWERED);
  }

  @Test
  void aFailedCertificateRefusesProven() {
    var samples = samples(24, Map.of("x", 0.1, "y", 0.1), 0.01, 9);
    var declaration = declaration(METRICS, PLANS, 24, Stopping.LOOKS, "The certificate failed.");
    var judgement = Judge.judge(declaration, samples);
    assertThat(judgement.verdict()).isEqualTo(Verdict.UNDERPOWERED);
    assertThat(judgement.why()).contains("certificate");
  }

  @Test
  void watchModeProvesALargeGainEarlyAndALittleOneLater() {
    var metrics = List.of(total("x"));
    var plans = List.of(plan("x", 1, false, 60));
    var declaration = declaration(metrics, plans, 100, Stopping.WATCH, "");
    var large = Judge.judge(declaration, samples(20, Map.of("x", 0.3), 0.05, 10));
    assertThat(large.verdict()).isEqualTo(Verdict.PROVEN);
    assertThat(large.blocks()).isBetween(6, 15);
    var none = Judge.judge(declaration, samples(60, Map.of("x", 1.0), 0.05, 11));
    assertThat(none.verdict()).isNotIn(Verdict.PROVEN, Verdict.REGRESSED);
  }

  @Test
  void aWeightedTotalAndAHigherIsBetterMetricPointTheRightWay() {
    var weighted = metric("total", Map.of("x", 9.0, "y", 1.0), Role.PRIMARY, 0);
    var declaration = declaration(List.of(weighted), PLANS, 6, Stopping.FIXED, "");
    var samples = samples(6, Map.of("x", 0.5, "y", 2.0), 1e-9, 12);
    var judged = Judge.judge(declaration, samples).metric("total");
    assertThat(Math.exp(judged.effect())).isCloseTo((9 * 0.5 + 2.0) / 10, within(1e-6));

    var throughput =
        new Metric(
            "throughput",
            "cpu",
            "1/s",
            Statistic.MEAN,
            Metric.Aggregate.TOTAL,
            new java.util.TreeMap<>(Map.of("x", 1.0)),
            Metric.Direction.HIGHER,
            Metric.Scale.RATIO,
            Role.PRIMARY,
            0);
    var more =
        Judge.judge(
            declaration(List.of(throughput), PLANS, 6, Stopping.FIXED, ""),
            samples(6, Map.of("x", 2.0, "y", 1.0), 1e-6, 13));
    assertThat(more.verdict()).isEqualTo(Verdict.PROVEN);
    assertThat(throughput.improvement(more.metric("throughput").effect()))
        .isCloseTo(1.0, within(1e-3));
  }

  @Test
  void theOneSidedLimitsSpendFivePercentInAll() {
    var random = new Random(14);
    int alarms = 0;
    int runs = 20_000;
    for (int i = 0; i < runs; i++) {
      double sum = 0;
      double squares = 0;
      boolean alarm = false;
      for (int n = 1; n <= 24; n++) {
        double d = random.nextGaussian();
        sum += d;
        squares += d * d;
        if (Stopping.LOOKS.looksAt(n, 24)) {
          double mean = sum / n;
          double s = Math.sqrt((squares - n * mean * mean) / (n - 1));
          alarm |= mean / (s / Math.sqrt(n)) > Stopping.LOOKS.oneSidedLimit(n, 24);
        }
      }
      alarms += alarm ? 1 : 0;
    }
    assertThat(alarms / (double) runs).isBetween(0.044, 0.056);
  }
}
