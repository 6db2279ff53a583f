package dev.proven.report;

import static dev.proven.report.Figures.count;

import dev.proven.core.evidence.ExperimentEvidence;
import dev.proven.core.evidence.Run;
import dev.proven.core.experiment.GuardrailState;
import dev.proven.core.experiment.Judgement;
import dev.proven.core.experiment.Threshold;
import dev.proven.core.experiment.Verdict;
import dev.proven.core.sprint.TargetRecord;
import dev.proven.report.Decision.OfTarget;
import dev.proven.report.Decision.Outcome;
import java.util.List;
import java.util.Optional;

/**
 * The rule by which a target is decided, METHOD.md "The decision": never on the point estimate,
 * always on the bound nearest zero.
 */
final class Rule {
  /** Bounds come back from logarithms; a bound of exactly 30 % must not fail by rounding. */
  private static final double ROUNDING = 1e-12;

  /** What stands against a GO, the gravest first. */
  private enum Obstacle {
    VIOLATED,
    REFUSED,
    UNPROVEN,
    OPEN,
    NONE
  }

  private final ExperimentEvidence experiment;
  private final Judgement judgement;
  private final Measured primary;
  private final Improvement improvement;

  private Rule(ExperimentEvidence experiment) {
    this.experiment = experiment;
    this.judgement = experiment.judgement();
    this.primary = Measured.primary(experiment);
    this.improvement = primary.improvement();
  }

  static OfTarget decide(Run run, TargetRecord target) {
    var chosen = run.chosen(target);
    if (chosen.isEmpty() || chosen.get().judgement().verdict() == Verdict.NOT_RUN) {
      return NothingChosen.decide(run, target);
    }
    var rule = new Rule(chosen.get());
    var outcome = rule.outcome();
    return new OfTarget(
        target.name(),
        outcome,
        rule.why(outcome),
        rule.primary.name(),
        Optional.of(rule.improvement));
  }

  private Outcome outcome() {
    return switch (obstacle()) {
      case VIOLATED -> Outcome.PIVOT;
      case REFUSED, UNPROVEN -> weak();
      case OPEN -> atLeast(Threshold.ITERATE) ? Outcome.ITERATE : weak();
      case NONE ->
          atLeast(Threshold.GO)
              ? Outcome.GO
              : atLeast(Threshold.ITERATE) ? Outcome.ITERATE : weak();
    };
  }

  private Obstacle obstacle() {
    if (!violated().isEmpty() || !judgement.differentAnswers().isEmpty()) {
      return Obstacle.VIOLATED;
    }
    if (!experiment.declaration().provenRefused().isEmpty()) {
      return Obstacle.REFUSED;
    }
    if (!primary.result().better() || !judgement.uncomparedAnswers().isEmpty()) {
      return Obstacle.UNPROVEN;
    }
    return judgement.verdict() == Verdict.PROVEN ? Obstacle.NONE : Obstacle.OPEN;
  }

  private Outcome weak() {
    return upToFifteen() ? Outcome.PIVOT : Outcome.UNDERPOWERED;
  }

  private boolean atLeast(double bound) {
    return improvement.lower() >= bound - ROUNDING;
  }

  private boolean upToFifteen() {
    return improvement.upper() < Threshold.ITERATE - ROUNDING;
  }

  private List<String> violated() {
    return named(GuardrailState.VIOLATED);
  }

  private List<String> named(GuardrailState state) {
    return judgement.metrics().stream()
        .filter(m -> m.guardrail() == state)
        .map(m -> m.metric())
        .toList();
  }

  private String why(Outcome outcome) {
    return switch (outcome) {
      case GO -> bound() + ", where 30 % are needed, and " + guardrails() + " passed.";
      case ITERATE -> bound() + iterate();
      case UNDERPOWERED -> undecided();
      case PIVOT -> pivot();
    };
  }

  private String guardrails() {
    long n = Measured.of(experiment).stream().filter(Measured::guardrail).count();
    return n == 1 ? "the only guardrail" : "all " + count(n, "guardrail");
  }

  private String bound() {
    return "At the cautious end the "
        + primary.name()
        + " is "
        + Figures.percent(improvement.lower())
        + " better";
  }

  private String iterate() {
    return judgement.verdict() == Verdict.PROVEN || !atLeast(Threshold.GO)
        ? ". That is at least 15 %, and a GO needs 30 %."
        : (". " + judgement.why() + " " + Blocks.stillNeeded(judgement)).strip();
  }

  private String undecided() {
    var refused = experiment.declaration().provenRefused();
    if (!refused.isEmpty()) {
      return refused;
    }
    if (primary.result().better()) {
      return judgement.why();
    }
    var capped =
        primary.result().cappedAfter() > 0
            ? " The changed system ran into the time cap, so its gain may be overstated."
            : "";
    return ("The improvement of the "
            + primary.name()
            + " lies "
            + range()
            + "."
            + capped
            + " "
            + Blocks.stillNeeded(judgement))
        .strip();
  }

  private String range() {
    return primary.shift().bounded()
        ? "between "
            + Figures.percent(improvement.lower())
            + " and "
            + Figures.percent(improvement.upper())
        : "anywhere: there are too few blocks for a bound";
  }

  private String pivot() {
    if (!judgement.differentAnswers().isEmpty()) {
      return "The answers differ: " + String.join(", ", judgement.differentAnswers()) + ".";
    }
    return violated().isEmpty()
        ? "Even at the hopeful end the "
            + primary.name()
            + " is only "
            + Figures.percent(improvement.upper())
            + " better; worth going on from 15 %."
        : "Got worse by more than was accepted: " + String.join(", ", violated()) + ".";
  }
}
