package dev.proven.core.watch;

import dev.proven.core.watch.Reading.Count;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a target did for its users in an interval of time.
 *
 * @param from its beginning
 * @param to its end
 * @param work by the statement's id; only what was called
 */
public record LoadInterval(Instant from, Instant to, SortedMap<String, Work> work) {
  /**
   * What a statement did in the interval.
   *
   * @param calls above zero
   * @param seconds in all, at least zero
   */
  public record Work(double calls, double seconds) {
    /** Mean seconds of one execution. */
    public double mean() {
      return seconds / calls;
    }
  }

  public LoadInterval {
    work = new TreeMap<>(work);
  }

  /** The difference of two readings; none where the counts began anew between them. */
  static Optional<LoadInterval> between(Reading first, Reading last) {
    if (!first.epoch().equals(last.epoch())) {
      return Optional.empty();
    }
    var work = new TreeMap<String, Work>();
    last.counts()
        .forEach(
            (id, after) -> work(first.counts().get(id), after).ifPresent(w -> work.put(id, w)));
    return Optional.of(new LoadInterval(first.at(), last.at(), work));
  }

  /**
   * A statement that was not there before began in the interval. One whose counts began anew while
   * its entry was evicted and came back has no difference.
   */
  private static Optional<Work> work(@org.jspecify.annotations.Nullable Count before, Count after) {
    var start = before == null ? new Count(after.since(), 0, 0) : before;
    double calls = after.calls() - start.calls();
    double seconds = after.seconds() - start.seconds();
    boolean sound = start.since().equals(after.since()) && calls > 0 && seconds >= 0;
    return sound ? Optional.of(new Work(calls, seconds)) : Optional.empty();
  }
}
