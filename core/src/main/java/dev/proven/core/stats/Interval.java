package dev.proven.core.stats;

import com.google.errorprone.annotations.Immutable;

/**
 * A closed range of values in the unit of what was estimated; an end may be infinite, which means
 * that the data do not bound that side.
 *
 * @param lower the smaller end, negative infinity where unbounded
 * @param upper the larger end, positive infinity where unbounded
 */
@Immutable
public record Interval(double lower, double upper) {
  /** Refuses ends that are not numbers or stand in the wrong order. */
  public Interval {
    if (!(lower <= upper)) {
      throw new IllegalArgumentException(
          "interval [" + lower + ", " + upper + "] is not in order: give the smaller end first");
    }
  }

  /** Whether the value lies inside or on an end. */
  public boolean contains(double value) {
    return lower <= value && value <= upper;
  }

  /** The distance between the ends, infinite where an end is. */
  public double width() {
    return upper - lower;
  }
}
