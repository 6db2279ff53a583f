package dev.proven.core.watch;

import dev.proven.core.Progress;
import dev.proven.core.watch.LoadInterval.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Records the load of a target before it is changed. */
public final class Baselines {
  /** The costliest that are kept; each statement more makes all intervals wider. */
  static final int MOST_STATEMENTS = 100;

  private Baselines() {}

  /**
   * Records for that long.
   *
   * @param time zero for the cumulative record alone
   * @param interval above zero
   * @throws Exception if the target has no such record, or it cannot be read
   */
  public static Baseline record(
      LoadMeter meter, Duration time, Duration interval, Progress progress) throws Exception {
    var recorder = new Recorder(meter, interval, progress);
    var cumulative = cumulative(recorder.begin());
    var intervals = new ArrayList<LoadInterval>();
    long wanted = time.dividedBy(interval);
    for (long i = 0; i < wanted; i++) {
      recorder.next().ifPresent(intervals::add);
    }
    return costliest(meter, interval, intervals, cumulative);
  }

  private static SortedMap<String, Work> cumulative(Reading reading) {
    var work = new TreeMap<String, Work>();
    reading
        .counts()
        .forEach((id, c) -> {
          if (c.calls() > 0) {
            work.put(id, new Work(c.calls(), c.seconds()));
          }
        });
    return work;
  }

  private static Baseline costliest(
      LoadMeter meter,
      Duration interval,
      List<LoadInterval> intervals,
      SortedMap<String, Work> cumulative)
      throws Exception {
    var seconds = new TreeMap<String, Double>();
    var counted = intervals.isEmpty() ? List.of(cumulative) : maps(intervals);
    counted.forEach(m -> m.forEach((id, w) -> seconds.merge(id, w.seconds(), Double::sum)));
    var described = meter.describe(seconds.keySet());
    var kept =
        described.keySet().stream()
            .filter(seconds::containsKey)
            .sorted(
                Comparator.comparingDouble((String id) -> -seconds.getOrDefault(id, 0.0))
                    .thenComparing(id -> id))
            .limit(MOST_STATEMENTS)
            .collect(Collectors.toSet());
    return new Baseline(
        interval.toMillis() / 1000.0,
        intervals.stream().map(i -> only(i, kept)).toList(),
        only(cumulative, kept),
        only(described, kept),
        described.size() - kept.size());
  }

  private static List<SortedMap<String, Work>> maps(Collection<LoadInterval> intervals) {
    return intervals.stream().map(LoadInterval::work).toList();
  }

  private static LoadInterval only(LoadInterval interval, Set<String> ids) {
    return new LoadInterval(interval.from(), interval.to(), only(interval.work(), ids));
  }

  private static <V> SortedMap<String, V> only(Map<String, V> all, Set<String> ids) {
    var some = new TreeMap<>(all);
    some.keySet().retainAll(ids);
    return some;
  }
}
