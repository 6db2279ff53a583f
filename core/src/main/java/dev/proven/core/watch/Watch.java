package dev.proven.core.watch;

import dev.proven.core.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Watches the load after a change until every interval of the baseline has its partner, the time is
 * over, or something got worse beyond doubt.
 *
 * @param meter the target's record of its work
 * @param baseline the load before
 * @param judge compares the two after every interval
 */
public record Watch(LoadMeter meter, Baseline baseline, WatchJudge judge) {

  /**
   * What was seen.
   *
   * @param result at the end
   * @param after the intervals that it rests on
   */
  public record Seen(WatchResult result, List<LoadInterval> after) {}

  /**
   * Watches.
   *
   * @param time at most
   * @param interval the length of one
   * @param look told what is known after each interval
   * @throws Exception if the target does not answer at the beginning, or for five minutes
   */
  public Seen watch(Duration time, Duration interval, Progress progress, Consumer<WatchResult> look)
      throws Exception {
    var recorder = new Recorder(meter, interval, progress);
    recorder.begin();
    var after = new ArrayList<LoadInterval>();
    int wanted = baseline.intervals().isEmpty() ? Integer.MAX_VALUE : baseline.intervals().size();
    long until = System.nanoTime() + time.toNanos();
    var result = judge.judge(baseline, after);
    while (after.size() < wanted
        && result.worse().isEmpty()
        && System.nanoTime() + interval.toNanos() / 2 < until) {
      recorder.next().ifPresent(after::add);
      result = judge.judge(baseline, after);
      look.accept(result);
    }
    return new Seen(result, List.copyOf(after));
  }
}
