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
 * @param unseen how many statements of the time before were not executed after it
 */
public record WatchResult(int blocks, double medianEffect, List<Watched> statements, int unseen) {
  public WatchResult {
    statements = List.copyOf(statements);
  }

  /** Slower beyond doubt, and by more than is accepted. */
  public List<Watched> worse() {
    return statements.stream().filter(s -> s.state() == Watched.State.WORSE).toList();
  }
}
