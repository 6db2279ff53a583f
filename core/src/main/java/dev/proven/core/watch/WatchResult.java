package dev.proven.core.watch;

import java.util.List;

/**
 * What a target's own record says about the time before and after a change. The two were not
 * interleaved: whatever else changed in between is in every figure.
 *
 * @param blocks pairs of intervals, the i-th before with the i-th after
 * @param medianEffect the median over all statements of ln(after / before), for a drift of the load
 *     moves them all; NaN where there is none
 * @param statements the costliest first
 * @param unseen those of the time before that have not ended after it, the most frequent first
 */
public record WatchResult(
    int blocks, double medianEffect, List<Watched> statements, List<Unseen> unseen) {
  /** Before that an interval without it says little. */
  private static final int LEAST_BLOCKS = 2;

  public WatchResult {
    statements = List.copyOf(statements);
    unseen = List.copyOf(unseen);
  }

  /**
   * Statements that were executed in most intervals before and have not ended since, although there
   * was time for it: nobody sends them any more, or they got so slow that they never end.
   *
   * @param intervals of the time before
   */
  public List<Unseen> gone(int intervals) {
    return blocks < LEAST_BLOCKS
        ? List.of()
        : unseen.stream().filter(u -> 2 * u.intervals() > intervals).toList();
  }

  /** Slower beyond doubt, and by more than is accepted. */
  public List<Watched> worse() {
    return statements.stream().filter(s -> s.state() == Watched.State.WORSE).toList();
  }
}
