package dev.proven.report;

import dev.proven.core.experiment.Metric;
import dev.proven.core.experiment.Metric.Direction;
import dev.proven.core.experiment.Metric.Scale;
import dev.proven.core.experiment.MetricResult;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * What B is against A, with its interval and its natural sign: a ratio metric that needs 93.1 %
 * less is {@code -93.1 %}, whichever direction is better.
 *
 * @param estimate a fraction for ratios, in units for differences
 * @param lower smaller end of the interval; may be infinite
 * @param upper larger end of the interval; may be infinite
 * @param unit of a difference; {@code %} for a ratio
 */
record Shift(double estimate, double lower, double upper, String unit) {
  static Shift of(Metric metric, MetricResult result) {
    boolean turned = metric.direction() == Direction.HIGHER;
    double low = turned ? -result.interval().upper() : result.interval().lower();
    double high = turned ? -result.interval().lower() : result.interval().upper();
    double middle = turned ? -result.effect() : result.effect();
    return metric.scale() == Scale.RATIO
        ? new Shift(Math.expm1(middle), Math.expm1(low), Math.expm1(high), "%")
        : new Shift(middle, low, high, metric.unit());
  }

  /** Whether both ends of the interval are known. */
  boolean bounded() {
    return Double.isFinite(lower) && Double.isFinite(upper) && !(relative() && lower <= -1);
  }

  private boolean relative() {
    return unit.equals("%");
  }

  /** Such as {@code -93.1 % [-94.0, -92.2]}. */
  String text() {
    return estimateText() + " " + intervalText();
  }

  /** Such as {@code -93.1 %}. */
  String estimateText() {
    return Double.isFinite(estimate) ? number(estimate) + " " + unit : "not measured";
  }

  /** Such as {@code [-94.0, -92.2]}. */
  String intervalText() {
    return bounded() ? "[" + number(lower) + ", " + number(upper) + "]" : "[no bound yet]";
  }

  private String number(double value) {
    double shown = relative() ? 100 * value : value;
    var text = String.format(Locale.ROOT, "%+,." + decimals() + "f", shown);
    return text.matches("[+-]0(\\.0+)?") ? text.substring(1) : text;
  }

  /** One, but more where the rest is tiny: -99.98 % is not -100.0 %; none above a thousand. */
  private int decimals() {
    if (!relative()) {
      return 3;
    }
    double rest = 1 + DoubleStream.of(estimate, lower, upper).filter(v -> v > -1).min().orElse(0);
    double largest = DoubleStream.of(estimate, upper).filter(Double::isFinite).max().orElse(0);
    return largest >= 10 ? 0 : rest < 0.001 ? 3 : rest < 0.01 ? 2 : 1;
  }
}
