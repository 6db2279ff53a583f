package dev.proven.report;

import dev.proven.core.evidence.ExperimentEvidence;
import dev.proven.core.experiment.GuardrailState;
import dev.proven.core.experiment.Metric;
import dev.proven.core.experiment.Metric.Role;
import dev.proven.core.experiment.MetricResult;
import java.util.List;

/**
 * A declared metric together with what was measured of it.
 *
 * @param metric as declared
 * @param result as judged
 */
record Measured(Metric metric, MetricResult result) {
  /** All metrics of an experiment, in the declared order. */
  static List<Measured> of(ExperimentEvidence experiment) {
    return experiment.declaration().metrics().stream()
        .map(m -> new Measured(m, experiment.judgement().metric(m.name())))
        .toList();
  }

  static Measured primary(ExperimentEvidence experiment) {
    var metric = experiment.declaration().primary();
    return new Measured(metric, experiment.judgement().metric(metric.name()));
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
    return result.guardrail() == GuardrailState.PASSED ? Tell.ACCEPTED : Tell.WORSE;
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
    int slots = result.blocks() * metric.weights().size();
    var before = result.cappedBefore() + " of " + slots + " before";
    var after = result.cappedAfter() + " of " + slots + " after";
    return result.cappedAfter() == 0 ? before : before + ", " + after;
  }
}
