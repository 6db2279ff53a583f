package dev.proven.core.watch;

import dev.proven.core.watch.LoadInterval.Work;
import java.util.List;
import java.util.SortedMap;

/**
 * The load of a target before something was changed in it.
 *
 * @param seconds length of an interval that was aimed at
 * @param intervals in order; empty where only the cumulative record was taken
 * @param cumulative everything that was recorded before, by the statement's id
 * @param statements what they are, by id
 * @param leftOut how many rarer statements are not in it
 */
public record Baseline(
    double seconds,
    List<LoadInterval> intervals,
    SortedMap<String, Work> cumulative,
    SortedMap<String, Statement> statements,
    int leftOut) {
  public Baseline {
    intervals = List.copyOf(intervals);
  }
}
