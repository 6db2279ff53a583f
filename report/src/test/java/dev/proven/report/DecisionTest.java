package dev.proven.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.core.evidence.ExperimentEvidence;
import dev.proven.core.evidence.Run;
import dev.proven.core.experiment.GuardrailState;
import dev.proven.core.experiment.Judgement;
import dev.proven.core.experiment.MetricResult;
import dev.proven.core.experiment.Verdict;
import dev.proven.core.stats.Interval;
import dev.proven.report.Decision.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecisionTest {
  private static final Run RUN = Fixture.realistic();

  @ParameterizedTest
  @CsvSource({
    // lower and upper end of the improvement in percent, state of the guardrails
    "30.0, 34.0, PASSED, GO",
    "29.9, 34.0, PASSED, ITERATE",
    "15.0, 40.0, PASSED, ITERATE",
    "14.9, 40.0, PASSED, UNDERPOWERED",
    "14.9, 15.0, PASSED, UNDERPOWERED",
    "10.0, 14.9, PASSED, PIVOT",
    "-3.0, 14.9, PASSED, PIVOT",
    "-3.0, 15.1, PASSED, UNDERPOWERED",
    "-9.0, -2.0, PASSED, PIVOT",
    "40.0, 45.0, OPEN, ITERATE",
    "10.0, 20.0, OPEN, UNDERPOWERED",
    "10.0, 14.0, OPEN, PIVOT",
    "40.0, 45.0, VIOLATED, PIVOT"
  })
  void decidesAtTheBoundNearestZero(
      double lower, double upper, GuardrailState state, Outcome expected) {
    var decision = Decision.of(with(lower, upper, state, 0, List.of()));
    assertThat(decision.outcome()).isEqualTo(expected);
    assertThat(decision.targets().getFirst().improvement()).isPresent();
    assertThat(decision.why()).isNotBlank();
  }

  @Test
  void neverDecidesForASystemThatWasCappedOrAnswersDifferently() {
    var capped = Decision.of(with(60, 70, GuardrailState.PASSED, 3, List.of()));
    assertThat(capped.outcome()).isEqualTo(Outcome.UNDERPOWERED);
    assertThat(capped.why()).contains("time cap");
    var wrong = Decision.of(with(60, 70, GuardrailState.PASSED, 0, List.of("Q7")));
    assertThat(wrong.outcome()).isEqualTo(Outcome.PIVOT);
    assertThat(wrong.why()).contains("answers differ").contains("Q7");
  }

  @Test
  void pivotsWhereEverythingWasMeasuredAndNothingHelped() {
    var decision = Decision.of(Fixture.nothingProven());
    assertThat(decision.outcome()).isEqualTo(Outcome.PIVOT);
    assertThat(decision.why()).contains("all 2 proposals were measured");
  }

  @Test
  void decidesNothingWhereNothingWasMeasured() {
    var decision = Decision.of(Fixture.empty());
    assertThat(decision.outcome()).isEqualTo(Outcome.UNDERPOWERED);
    assertThat(decision.why()).startsWith("Nothing was measured");
    assertThat(decision.targets().getFirst().improvement()).isEmpty();
  }

  @Test
  void saysGoOnTheRealisticRun() {
    var decision = Decision.of(RUN);
    assertThat(decision.outcome()).as(decision.why()).isEqualTo(Outcome.GO);
  }

  /** The realistic run with other bounds of the primary metric and states of the guardrails. */
  private static Run with(
      double lower, double upper, GuardrailState state, int cappedAfter, List<String> different) {
    var experiments =
        RUN.experiments().stream()
            .map(e ->
                e.folder().equals("07-set")
                    ? changed(e, lower, upper, state, cappedAfter, different)
                    : e)
            .toList();
    return new Run(RUN.record(), experiments);
  }

  private static ExperimentEvidence changed(
      ExperimentEvidence e,
      double lower,
      double upper,
      GuardrailState state,
      int cappedAfter,
      List<String> different) {
    var interval = new Interval(Math.log1p(-upper / 100), Math.log1p(-lower / 100));
    var metrics =
        e.judgement().metrics().stream()
            .map(m ->
                m.metric().equals("total")
                    ? primary(m, interval, cappedAfter)
                    : guardrail(m, state))
            .toList();
    var j = e.judgement();
    boolean proven = state == GuardrailState.PASSED && lower > 0;
    var verdict = proven ? Verdict.PROVEN : Verdict.UNDERPOWERED;
    return new ExperimentEvidence(
        e.folder(),
        e.declaration(),
        List.of(),
        new Judgement(j.declaration(), verdict, j.why(), 24, metrics, different, List.of(), 7));
  }

  private static MetricResult primary(MetricResult m, Interval interval, int cappedAfter) {
    double middle = (interval.lower() + interval.upper()) / 2;
    return new MetricResult(
        m.metric(),
        24,
        1,
        Math.exp(middle),
        middle,
        0.05,
        interval,
        0.001,
        middle,
        interval,
        0.001,
        0.001,
        interval.upper(),
        1,
        0,
        cappedAfter,
        GuardrailState.NONE,
        true);
  }

  private static MetricResult guardrail(MetricResult m, GuardrailState state) {
    return new MetricResult(
        m.metric(),
        24,
        m.before(),
        m.after(),
        m.effect(),
        m.standardDeviation(),
        m.interval(),
        m.p(),
        m.hodgesLehmann(),
        m.hodgesLehmannInterval(),
        m.hodgesLehmannP(),
        m.signFlipP(),
        m.upperBound(),
        m.regressionP(),
        0,
        0,
        m.guardrail() == GuardrailState.NONE ? GuardrailState.NONE : state,
        true);
  }
}
