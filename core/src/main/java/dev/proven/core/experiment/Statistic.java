package dev.proven.core.experiment;

import dev.proven.core.Problem;
import dev.proven.core.stats.HarrellDavis;
import java.util.Arrays;

/** How the raw values of one slot become one number. */
public enum Statistic {
  MEAN("mean"),
  GEOMETRIC_MEAN("geometric mean"),
  MEDIAN("p50"),
  P95("p95"),
  P99("p99"),
  SUM("sum"),
  MAXIMUM("maximum");

  private static final int LEAST_REQUESTS_FOR_P99 = 200;

  private final String label;

  Statistic(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }

  /**
   * The statistic of the values; quantiles are Harrell-Davis estimates.
   *
   * @throws IllegalArgumentException for no values
   * @throws Problem usage, for a p99 of fewer than 200
   */
  public double of(double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("The " + label + " of no values");
    }
    return switch (this) {
      case MEAN -> Arrays.stream(values).average().orElseThrow();
      case GEOMETRIC_MEAN -> Math.exp(Arrays.stream(values).map(Math::log).average().orElseThrow());
      case MEDIAN -> quantile(values, 0.5);
      case P95 -> quantile(values, 0.95);
      case P99 -> p99(values);
      case SUM -> Arrays.stream(values).sum();
      case MAXIMUM -> Arrays.stream(values).max().orElseThrow();
    };
  }

  private static double p99(double[] values) {
    if (values.length < LEAST_REQUESTS_FOR_P99) {
      throw Problem.usage(
          "A p99 of " + values.length + " requests a slot would be a guess.",
          "Send at least " + LEAST_REQUESTS_FOR_P99 + " in each slot, or judge the p95.");
    }
    return quantile(values, 0.99);
  }

  private static double quantile(double[] values, double p) {
    return values.length == 1 ? values[0] : HarrellDavis.quantile(values, p);
  }
}
