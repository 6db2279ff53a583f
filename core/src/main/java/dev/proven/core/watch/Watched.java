package dev.proven.core.watch;

import dev.proven.core.stats.Interval;

/**
 * What the blocks so far say about one statement.
 *
 * @param id of the statement
 * @param statement what it is
 * @param blocks how many pairs of intervals it was executed in
 * @param callsBefore executions a second before
 * @param callsAfter executions a second after
 * @param before mean seconds of one execution before
 * @param after the same after
 * @param effect mean over the blocks of ln(after / before); below zero is faster
 * @param interval of the effect, valid whenever it is looked at and over all statements together
 * @param margin how much slower is accepted, as a fraction
 * @param state what follows
 */
public record Watched(
    String id,
    Statement statement,
    int blocks,
    double callsBefore,
    double callsAfter,
    double before,
    double after,
    double effect,
    Interval interval,
    double margin,
    State state) {

  /** What is said of a statement. */
  public enum State {
    /** Slower beyond doubt, and by more than is accepted. */
    WORSE("!"),
    /** Slower beyond doubt, and not certainly by more than is accepted. */
    SLOWER("^"),
    /** Nothing beyond doubt. */
    OPEN("~"),
    /** Faster beyond doubt. */
    FASTER("+");

    private final String sign;

    State(String sign) {
      this.sign = sign;
    }

    /** A sign that stands beside the word. */
    public String sign() {
      return sign;
    }

    static State of(Interval interval, double margin) {
      if (interval.lower() > Math.log1p(margin)) {
        return WORSE;
      }
      if (interval.lower() > 0) {
        return SLOWER;
      }
      return interval.upper() < 0 ? FASTER : OPEN;
    }
  }
}
