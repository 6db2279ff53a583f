package dev.proven.report;

import dev.proven.core.evidence.ExperimentEvidence;
import dev.proven.core.experiment.GuardrailState;
import dev.proven.core.experiment.Metric;
import dev.proven.core.experiment.Metric.Role;
import dev.proven.core.experiment.MetricResult;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A declared metric together with what was measured of it.
 *
 * @param metric as declared
 * @param result as judged
 * @param guarded whether each of its parts was shown to stay within its own margin
 */
record Measured(Metric metric, MetricResult result, boolean guarded) {
  /** All metrics of an experiment, in the declared order. */
  static List<Measured> of(ExperimentEvidence experiment) {
    var within = partsWithinTheirMargin(experiment);
    return experiment.declaration().metrics().stream()
        .map(m -> of(experiment, m, within.containsAll(m.weights().keySet())))
        .toList();
  }

  private static Measured of(ExperimentEvidence experiment, Metric metric, boolean guarded) {
    return new Measured(metric, experiment.judgement().metric(metric.name()), guarded);
  }

  private static Set<String> partsWithinTheirMargin(ExperimentEvidence experiment) {
    return experiment.declaration().metrics().stream()
        .filter(m -> m.role() == Role.GUARDRAIL && m.weights().size() == 1)
        .collect(
            Collectors.groupingBy(
                m -> m.weights().firstKey(),
                Collectors.reducing(true, m -> passed(experiment, m), Boolean::logicalAnd)))
        .entrySet()
        .stream()
        .filter(Map.Entry::getValue)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private static boolean passed(ExperimentEvidence experiment, Metric guardrail) {
    return experiment.judgement().metric(guardrail.name()).guardrail() == GuardrailState.PASSED;
  }

  static Measured primary(ExperimentEvidence experiment) {
    return of(experiment, experiment.declaration().primary(), false);
  }

  String name() {
    return metric.name();
  }

  boolean guardrail() {
    return metric.role() == Role.GUARDRAIL;
  }

  /** Whether it is the metric of exactly that part. */
  boolean covers(String part) {
    return metric.weights().size() == 1 && metric.weights().containsKey(part);
  }

  Shift shift() {
    return Shift.of(metric, result);
  }

  Improvement improvement() {
    return Improvement.of(metric, result);
  }

  String before() {
    return Figures.quantity(result.before(), metric.unit());
  }

  String after() {
    return Figures.quantity(result.after(), metric.unit());
  }

  Tell tell() {
    if (result.better()) {
      return Tell.BETTER;
    }
    if (result.guardrail() == GuardrailState.VIOLATED) {
      return Tell.WORSE;
    }
    if (!result.worse()) {
      return Tell.UNCLEAR;
    }
    boolean accepted =
        metric.role() == Role.SECONDARY ? guarded : result.guardrail() == GuardrailState.PASSED;
    return accepted ? Tell.ACCEPTED : Tell.WORSE;
  }

  /** The accepted regression, such as {@code +5 %}. */
  String margin() {
    return metric.scale() == Metric.Scale.RATIO
        ? "+" + Figures.percent(metric.margin())
        : "+" + Figures.quantity(metric.margin(), metric.unit());
  }

  /** The largest regression that the blocks do not rule out. */
  String worstCase() {
    double bound = result.upperBound();
    return metric.scale() == Metric.Scale.RATIO
        ? Figures.signed(Math.expm1(bound))
        : Figures.quantity(bound, metric.unit());
  }

  /** Which arm was cut off how often; empty if none was. */
  String capped() {
    if (result.cappedBefore() == 0 && result.cappedAfter() == 0) {
      return "";
    }
    var before = Figures.count(result.cappedBefore(), "slot") + " before";
    return result.cappedAfter() == 0
        ? before
        : before + ", " + Figures.count(result.cappedAfter(), "slot") + " after";
  }
}
