package dev.proven.report;

import dev.proven.core.experiment.Metric;
import dev.proven.core.experiment.MetricResult;

/**
 * How much better a metric got, as a fraction with its interval; below zero it got worse.
 *
 * @param estimate from the mean over the blocks
 * @param lower the cautious end: of the two intervals, the one nearer to zero
 * @param upper the hopeful end: of the two intervals, the one farther away
 */
public record Improvement(double estimate, double lower, double upper) {
  /** Of a ratio as it is; a difference is put in relation to the value before. */
  static Improvement of(Metric metric, MetricResult result) {
    double whole = metric.scale() == Metric.Scale.RATIO ? 1 : result.before();
    return new Improvement(
        metric.improvement(result.effect()) / whole,
        metric.improvement(result.cautious().upper()) / whole,
        metric.improvement(result.cautious().lower()) / whole);
  }
}
