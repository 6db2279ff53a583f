package dev.proven.core.experiment;

import java.util.List;

/**
 * How the raw values of a launch become figures, and what must not get worse beside them.
 *
 * @param statistic makes one number of the judged values of a part in a block
 * @param duration name of the raw value that says how many seconds one execution took; empty where
 *     the judged value says it itself
 * @param guardrails of each part, beside the judged value
 */
public record Yardstick(Statistic statistic, String duration, List<Guardrail> guardrails) {
  /** One value of each execution, which is the time that it took, and nothing beside it. */
  public static final Yardstick ONE_VALUE = new Yardstick(Statistic.MEDIAN, "", List.of());

  /**
   * A figure of each part, lower is better, that must not get worse by more than its margin.
   *
   * @param name behind the part's id
   * @param sample name of the raw values
   * @param unit of the values
   * @param statistic makes one number of them
   * @param scale how arms are compared
   * @param margin largest regression accepted, as in {@link Metric}
   */
  public record Guardrail(
      String name,
      String sample,
      String unit,
      Statistic statistic,
      Metric.Scale scale,
      double margin) {

    /** The figure of one part. */
    public Metric of(Part part, Metric.Role role, double margin) {
      var weights = new java.util.TreeMap<>(java.util.Map.of(part.id(), 1.0));
      return new Metric(
          metric(part),
          sample,
          unit,
          statistic,
          Metric.Aggregate.TOTAL,
          weights,
          Metric.Direction.LOWER,
          scale,
          role,
          margin);
    }

    /** The name of one part's figure. */
    public String metric(Part part) {
      return part.id() + " " + name;
    }
  }

  public Yardstick {
    guardrails = List.copyOf(guardrails);
  }
}
