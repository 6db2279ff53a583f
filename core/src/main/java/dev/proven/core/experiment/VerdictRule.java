package dev.proven.core.experiment;

import dev.proven.core.stats.BlocksNeeded;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Turns what is known of every metric into one verdict with its reason. */
final class VerdictRule {
  private static final int MOST_BLOCKS_WORTH_NAMING = 100_000;

  private final Declaration declaration;
  private final Map<String, MetricResult> results;
  private final Facts facts;

  private VerdictRule(Declaration declaration, Map<String, MetricResult> results, Facts facts) {
    this.declaration = declaration;
    this.results = results;
    this.facts = facts;
  }

  /**
   * A verdict with its reason.
   *
   * @param blocksStillNeeded 0 where none are, -1 where it would be absurdly many or is not known
   */
  record Ruling(Verdict verdict, String why, int blocksStillNeeded) {
    Ruling(Verdict verdict, String why) {
      this(verdict, why, 0);
    }
  }

  /**
   * @param results of every metric of the declaration
   * @param facts beside the figures
   */
  static Ruling rule(Declaration declaration, Map<String, MetricResult> results, Facts facts) {
    var rule = new VerdictRule(declaration, results, facts);
    var ruling = rule.rule();
    return ruling.verdict() == Verdict.UNDERPOWERED
        ? new Ruling(ruling.verdict(), ruling.why(), rule.blocksStillNeeded())
        : ruling;
  }

  private Ruling rule() {
    var primary = of(declaration.primary());
    var violated = named(GuardrailState.VIOLATED);
    if (!facts.differentAnswers().isEmpty()) {
      return new Ruling(
          Verdict.REGRESSED,
          "The answers differ: " + String.join(", ", facts.differentAnswers()) + ".");
    }
    if (!violated.isEmpty()) {
      return new Ruling(Verdict.REGRESSED, "Got worse: " + String.join(", ", violated) + ".");
    }
    if (primary.worse()) {
      return new Ruling(Verdict.REGRESSED, "The primary metric got worse.");
    }
    return primary.better() ? better(primary) : notBetter(primary);
  }

  private Ruling better(MetricResult primary) {
    if (!declaration.provenRefused().isEmpty()) {
      return new Ruling(Verdict.UNDERPOWERED, declaration.provenRefused());
    }
    var open = named(GuardrailState.OPEN);
    if (!open.isEmpty()) {
      return but("not yet shown to leave alone: ", open);
    }
    if (!facts.cappedAfter().isEmpty()) {
      return but("the changed system ran into the time cap as well: ", facts.cappedAfter());
    }
    if (!facts.uncomparedAnswers().isEmpty()) {
      return but(
          "the unchanged system never ended, so its answers are not known: ",
          facts.uncomparedAnswers());
    }
    return new Ruling(
        Verdict.PROVEN,
        "Better beyond doubt after "
            + primary.blocks()
            + " blocks, all "
            + guardrails().count()
            + " guardrails passed, the answers are equal"
            + exceptions()
            + ".");
  }

  private static Ruling but(String reason, List<String> parts) {
    return new Ruling(
        Verdict.UNDERPOWERED, "Better, but " + reason + String.join(", ", parts) + ".");
  }

  /** Which answers were not compared, because they vary between equal systems too. */
  private String exceptions() {
    var varying =
        declaration.parts().stream().filter(p -> !p.compareAnswers()).map(PartPlan::part).toList();
    return varying.isEmpty()
        ? ""
        : " (but for " + String.join(", ", varying) + ", which vary by themselves)";
  }

  private Ruling notBetter(MetricResult primary) {
    if (primary.cappedAfter() > 0) {
      return new Ruling(
          Verdict.UNDERPOWERED,
          "The changed system ran into the time cap as well, so its gain cannot be shown.");
    }
    if (declaration.isEquivalent(declaration.primary(), primary)) {
      return new Ruling(
          Verdict.NO_EFFECT,
          "Neither better nor worse by more than "
              + Math.round(declaration.equivalence() * 100)
              + " %.");
    }
    return new Ruling(
        Verdict.UNDERPOWERED,
        primary.disagreement()
            ? "Student's t and the exact tests do not agree yet."
            : "The interval still holds zero.");
  }

  private List<String> named(GuardrailState state) {
    return guardrails().filter(m -> of(m).guardrail() == state).map(Metric::name).toList();
  }

  /** By power for the primary metric, by the 5 s / sqrt(n) rule for the open guardrails. */
  private int blocksStillNeeded() {
    var primary = of(declaration.primary());
    if (primary.blocks() < 2) {
      return -1;
    }
    int needed =
        primary.better()
            ? 0
            : BlocksNeeded.toShowEffect(primary.effect(), primary.standardDeviation());
    for (var metric : guardrails().toList()) {
      var result = of(metric);
      if (result.guardrail() == GuardrailState.OPEN && result.blocks() >= 2) {
        needed = Math.max(needed, blocksForMargin(metric, result));
      }
    }
    return needed > MOST_BLOCKS_WORTH_NAMING ? -1 : Math.max(1, needed - primary.blocks());
  }

  private static int blocksForMargin(Metric metric, MetricResult result) {
    return metric.scale() == Metric.Scale.RATIO && metric.margin() > 0
        ? BlocksNeeded.toShowMargin(metric.margin(), result.standardDeviation())
        : 0;
  }

  private Stream<Metric> guardrails() {
    return declaration.metrics().stream().filter(m -> m.role() == Metric.Role.GUARDRAIL);
  }

  private MetricResult of(Metric metric) {
    var result = results.get(metric.name());
    if (result == null) {
      throw new IllegalStateException("No result of " + metric.name());
    }
    return result;
  }
}
