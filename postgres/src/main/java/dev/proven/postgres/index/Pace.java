package dev.proven.postgres.index;

import java.util.OptionalDouble;

/**
 * How often a statement is executed in a quick trial, and what of its times counts.
 *
 * @param repetitions of each side
 * @param limit seconds after which one is cut off
 */
record Pace(int repetitions, double limit) {
  /** The repetitions of one side take about so long. */
  private static final double FILL = 0.03;

  /** A smaller difference is too small to see. */
  private static final double LEAST_SECONDS = 20e-6;

  private static final double LEAST_SHARE = 0.03;

  /** For a statement that takes about so many seconds. */
  static Pace of(double seconds) {
    int repetitions = Math.clamp(Math.round(FILL / Math.max(seconds, 1e-5)), 2, 12);
    return new Pace(repetitions, 1.5 * seconds + 0.5);
  }

  /** How many times as long it takes; 1 where that is too little to see. */
  static double ratio(double before, double after) {
    double difference = Math.abs(after - before);
    boolean seen = difference > LEAST_SECONDS && difference > LEAST_SHARE * before;
    return seen ? after / before : 1;
  }

  /** The shorter of what was measured: whatever disturbs only adds. */
  static OptionalDouble least(OptionalDouble one, OptionalDouble other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isPresent() ? one : other;
    }
    return OptionalDouble.of(Math.min(one.getAsDouble(), other.getAsDouble()));
  }
}
