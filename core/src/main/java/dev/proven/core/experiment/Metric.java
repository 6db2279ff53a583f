package dev.proven.core.experiment;

import dev.proven.core.Problem;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One declared figure of an experiment: which raw values it is made from, how, and what it decides.
 *
 * @param name unique in its declaration, such as {@code total} or {@code statement Q17}
 * @param sample name of the raw values, such as {@code cpu}
 * @param unit of the values, such as {@code s}
 * @param statistic makes one number of the values of a part in a block
 * @param aggregate makes one number of several parts
 * @param weights of the parts it covers, by part id
 * @param direction which way is better
 * @param scale whether arms are compared by ratio or by difference
 * @param role what depends on it
 * @param margin for a guardrail the largest regression that is accepted: a fraction (0.05 is 5 %)
 *     for ratios, in units for differences; otherwise 0
 */
public record Metric(
    String name,
    String sample,
    String unit,
    Statistic statistic,
    Aggregate aggregate,
    SortedMap<String, Double> weights,
    Direction direction,
    Scale scale,
    Role role,
    double margin) {

  /** How several parts become one number. */
  public enum Aggregate {
    /** Weighted sum. */
    TOTAL,
    /** Geometric mean, unweighted, so that no part drowns the others. */
    GEOMETRIC_MEAN
  }

  /** Which way is better. */
  public enum Direction {
    LOWER,
    HIGHER
  }

  /** How two arms are compared. */
  public enum Scale {
    /** ln(B / A). */
    RATIO,
    /** B - A, for rates that may be zero. */
    DIFFERENCE
  }

  /** What depends on the metric. */
  public enum Role {
    /** The one the verdict is about. */
    PRIMARY,
    /** Must be shown not to get worse than its margin. */
    GUARDRAIL,
    /** Reported with its interval; decides nothing. */
    SECONDARY
  }

  public Metric {
    weights = new TreeMap<>(weights);
    if (weights.isEmpty() || !(margin >= 0)) {
      throw new IllegalArgumentException("Metric " + name + " needs parts and a margin >= 0");
    }
  }

  /** The metric of a ratio over all given parts where lower is better. */
  public static Metric of(
      String name,
      String sample,
      Statistic statistic,
      Aggregate aggregate,
      Map<String, Double> weights,
      Role role,
      double margin) {
    return new Metric(
        name,
        sample,
        "s",
        statistic,
        aggregate,
        new TreeMap<>(weights),
        Direction.LOWER,
        Scale.RATIO,
        role,
        margin);
  }

  /** The margin on the scale on which arms are compared: ln(1 + margin) for ratios. */
  public double marginOnScale() {
    return scale == Scale.RATIO ? Math.log1p(margin) : margin;
  }

  /**
   * Compares two values so that below zero is better: ln(B/A) or B - A, turned if higher is.
   *
   * @throws Problem failed, for a ratio of values that are not above zero
   */
  public double effect(double valueA, double valueB) {
    if (scale == Scale.RATIO && !(valueA > 0 && valueB > 0)) {
      throw Problem.failed(
          "A ratio of " + name + " needs values above zero, not " + valueA + " and " + valueB + ".",
          "Measure more of it in each block, or compare it by difference.");
    }
    double raw = scale == Scale.RATIO ? Math.log(valueB / valueA) : valueB - valueA;
    return direction == Direction.LOWER ? raw : -raw;
  }

  /**
   * An effect as an improvement: for ratios a fraction, where 0.37 means 37 % lower (or, where
   * higher is better, 37 % higher); for differences the units gained.
   */
  public double improvement(double effect) {
    if (scale == Scale.DIFFERENCE) {
      return -effect;
    }
    return direction == Direction.LOWER ? -Math.expm1(effect) : Math.expm1(-effect);
  }
}
