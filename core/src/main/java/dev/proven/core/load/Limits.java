package dev.proven.core.load;

import java.time.Duration;

/** The checks that both drivers share; each error says what to give instead. */
final class Limits {
  private Limits() {}

  static void check(String what, Duration duration, Duration most) {
    if (!duration.isPositive() || duration.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          "%s is %s: give one over 0 and at most %s".formatted(what, duration, most));
    }
  }

  static void check(String what, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException("%s is %d: give 1 to %d".formatted(what, value, most));
    }
  }
}
