package dev.proven.core.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.core.Progress;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WatchTest {
  private static final Duration TICK = Duration.ofMillis(5);

  /** A system in this process that executes one statement, which may become slow or silent. */
  private static final class Counter implements LoadMeter {
    double mean = 0.001;
    int silentUntil;
    int resetAt = -1;
    private int readings;
    private int epoch;
    private double calls;
    private double seconds;

    @Override
    public Reading read() throws IOException {
      if (++readings <= silentUntil) {
        throw new IOException("the server restarts");
      }
      if (readings == resetAt) {
        epoch++;
      }
      calls += 10;
      seconds += 10 * mean * (1 + 0.01 * (readings % 3));
      var count = new Reading.Count("", calls, seconds);
      return new Reading(Instant.now(), "epoch " + epoch, new TreeMap<>(Map.of("q", count)));
    }

    @Override
    public Map<String, Statement> describe(Collection<String> ids) {
      return ids.stream().collect(Collectors.toMap(i -> i, _ -> new Statement("SELECT", false)));
    }

    @Override
    public void close() {}
  }

  private static Baseline before(Counter counter, int intervals) throws Exception {
    return Baselines.record(counter, TICK.multipliedBy(intervals), TICK, Progress.silent());
  }

  private static Watch.Seen watch(Counter counter, Baseline baseline) throws Exception {
    return new Watch(counter, baseline, new WatchJudge(0.05, 1))
        .watch(Duration.ofSeconds(20), TICK, Progress.silent(), _ -> {});
  }

  @Test
  void itEndsWhenEveryIntervalHasItsPartner() throws Exception {
    var counter = new Counter();
    var seen = watch(counter, before(counter, 9));
    assertThat(seen.after()).hasSize(9);
    assertThat(seen.result().worse()).isEmpty();
  }

  @Test
  void itEndsEarlyWhereSomethingGotWorse() throws Exception {
    var counter = new Counter();
    var baseline = before(counter, 40);
    counter.mean = 0.01;
    var seen = watch(counter, baseline);
    assertThat(seen.result().worse()).hasSize(1);
    assertThat(seen.after().size()).isLessThan(20);
  }

  @Test
  void aResetAndASilentServerCostTheirIntervalsAndNothingElse() throws Exception {
    var counter = new Counter();
    counter.resetAt = 4;
    var baseline = before(counter, 9);
    assertThat(baseline.intervals()).hasSize(8);
    var restarting = new Counter();
    restarting.readings = 1;
    var recorder = new Recorder(restarting, TICK, Progress.silent());
    recorder.begin();
    restarting.silentUntil = restarting.readings + 3;
    for (int i = 0; i < 4; i++) {
      assertThat(recorder.next()).as("silent, then a new beginning").isEmpty();
    }
    assertThat(recorder.next()).isPresent();
  }

  @Test
  void withoutABaselineItWatchesForTheTimeItIsGiven() throws Exception {
    var counter = new Counter();
    var baseline = before(counter, 0);
    assertThat(baseline.intervals()).isEmpty();
    assertThat(baseline.cumulative()).containsOnlyKeys("q");
    var seen =
        new Watch(counter, baseline, new WatchJudge(0.05, 1))
            .watch(TICK.multipliedBy(10), TICK, Progress.silent(), _ -> {});
    assertThat(seen.after()).isNotEmpty();
    assertThat(seen.result().blocks()).isZero();
  }
}
