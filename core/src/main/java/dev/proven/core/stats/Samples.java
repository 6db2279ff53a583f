package dev.proven.core.stats;

import java.util.Arrays;

/** The checks and the two moments that every method here starts with. */
final class Samples {
  private Samples() {}

  /** Refuses fewer than {@code atLeast} values, and values that are not finite. */
  static void check(double[] x, int atLeast) {
    if (x.length < atLeast) {
      throw new IllegalArgumentException(
          "%d values given, at least %d are needed: measure more blocks"
              .formatted(x.length, atLeast));
    }
    for (int i = 0; i < x.length; i++) {
      if (!Double.isFinite(x[i])) {
        throw new IllegalArgumentException(
            "value %d is %s: leave out or repair measurements that are not finite numbers"
                .formatted(i, x[i]));
      }
    }
  }

  /** Refuses a confidence outside the open range 0 to 1. */
  static void checkConfidence(double confidence) {
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException(
          "confidence " + confidence + " is not between 0 and 1: give 0.95 for 95 %");
    }
  }

  /** Refuses a number that is not finite and above zero. */
  static void checkPositive(double value, String name) {
    if (!(value > 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(
          name + " is " + value + ": give a finite number above zero");
    }
  }

  /** Refuses a number that is not finite and at least zero. */
  static void checkNotNegative(double value, String name) {
    if (!(value >= 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(
          name + " is " + value + ": give a finite number that is zero or more");
    }
  }

  static boolean allEqual(double[] x) {
    return Arrays.stream(x).allMatch(value -> value == x[0]);
  }

  /** The arithmetic mean, corrected once for rounding; exact where all values are equal. */
  static double mean(double[] x) {
    double rough = sum(x, 0) / x.length;
    return allEqual(x) ? x[0] : rough + sum(x, rough) / x.length;
  }

  /** The variance with n - 1 below, exactly 0 where all values are equal. */
  static double variance(double[] x, double mean) {
    if (allEqual(x)) {
      return 0;
    }
    double squares = 0;
    for (double value : x) {
      squares += (value - mean) * (value - mean);
    }
    return squares / (x.length - 1);
  }

  static double[] sorted(double[] x) {
    double[] copy = x.clone();
    Arrays.sort(copy);
    return copy;
  }

  static double[] logs(double[] x) {
    for (double value : x) {
      if (!(value > 0)) {
        throw new IllegalArgumentException(
            "value " + value + " has no logarithm: a ratio needs measurements above zero");
      }
    }
    return Arrays.stream(x).map(Math::log).toArray();
  }

  private static double sum(double[] x, double shift) {
    double sum = 0;
    for (double value : x) {
      sum += value - shift;
    }
    return sum;
  }
}
