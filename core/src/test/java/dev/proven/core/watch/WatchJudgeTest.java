package dev.proven.core.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.core.watch.LoadInterval.Work;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WatchJudgeTest {
  private static final WatchJudge JUDGE = new WatchJudge(0.05, 1.0);
  private static final int STATEMENTS = 8;
  private final Random random = new Random(20260101);

  /** Statements s0 to s7 of about a millisecond, of which the odd ones write. */
  private List<LoadInterval> load(int intervals, double noise, Map<String, Double> factors) {
    return IntStream.range(0, intervals)
        .mapToObj(i -> {
          var work = new TreeMap<String, Work>();
          for (int s = 0; s < STATEMENTS; s++) {
            var id = "s" + s;
            double mean =
                0.001 * factors.getOrDefault(id, 1.0) * Math.exp(noise * random.nextGaussian());
            double calls = 50 + random.nextInt(100);
            work.put(id, new Work(calls, calls * mean));
          }
          return new LoadInterval(
              Instant.ofEpochSecond(10L * i), Instant.ofEpochSecond(10L * i + 10), work);
        })
        .toList();
  }

  private static Baseline baseline(List<LoadInterval> intervals) {
    var statements = new TreeMap<String, Statement>();
    for (int s = 0; s < STATEMENTS; s++) {
      statements.put("s" + s, new Statement("statement " + s, s % 2 == 1));
    }
    var cumulative = new TreeMap<String, Work>();
    statements.keySet().forEach(id -> cumulative.put(id, new Work(1000, 1)));
    return new Baseline(10, intervals, cumulative, statements, 0);
  }

  private static Watched of(WatchResult result, String id) {
    return result.statements().stream().filter(s -> s.id().equals(id)).findFirst().orElseThrow();
  }

  @Test
  void whatGotWorseBeyondItsMarginIsNamedAndNothingElse() {
    var factors = Map.of("s0", 2.0, "s1", 1.5, "s2", 0.3, "s3", 4.0);
    var before = load(24, 0.05, Map.of());
    var result = JUDGE.judge(baseline(before), load(24, 0.05, factors));
    assertThat(result.blocks()).isEqualTo(24);
    assertThat(result.worse()).extracting(Watched::id).containsExactlyInAnyOrder("s0", "s3");
    assertThat(of(result, "s1").state()).isEqualTo(Watched.State.SLOWER);
    assertThat(of(result, "s2").state()).isEqualTo(Watched.State.FASTER);
    assertThat(of(result, "s0").interval().contains(Math.log(2))).isTrue();
    assertThat(of(result, "s0").callsBefore()).isBetween(5.0, 15.0);
  }

  /** A look after every interval, all statements together: at most one watch in twenty is wrong. */
  @Test
  void equalLoadsAreSeldomCalledDifferentHoweverOftenOneLooks() {
    int wrong = 0;
    for (int i = 0; i < 400; i++) {
      var before = baseline(load(20, 0.1, Map.of()));
      var after = load(20, 0.1, Map.of());
      boolean alarm = false;
      for (int n = 1; n <= 20; n++) {
        alarm |=
            JUDGE.judge(before, after.subList(0, n)).statements().stream()
                .anyMatch(s -> s.state() != Watched.State.OPEN);
      }
      wrong += alarm ? 1 : 0;
    }
    assertThat(wrong).isLessThanOrEqualTo(20);
  }

  @Test
  void withoutIntervalsBeforeOnlyMeansAreCompared() {
    var result = JUDGE.judge(baseline(List.of()), load(5, 0.05, Map.of("s0", 50.0)));
    assertThat(result.blocks()).isZero();
    assertThat(result.worse()).isEmpty();
    assertThat(of(result, "s0").after() / of(result, "s0").before()).isBetween(40.0, 60.0);
    assertThat(of(result, "s0").interval().width()).isInfinite();
    assertThat(of(result, "s0").effect()).isNaN();
  }

  @Test
  void whatDoesNotEndAnyMoreIsNamed() {
    var after = new ArrayList<LoadInterval>();
    for (var interval : load(6, 0.05, Map.of())) {
      var work = new TreeMap<>(interval.work());
      work.remove("s0");
      work.put("new", new Work(1, 1));
      after.add(new LoadInterval(interval.from(), interval.to(), work));
    }
    var before = baseline(load(6, 0.05, Map.of()));
    assertThat(JUDGE.judge(before, after.subList(0, 1)).gone(6)).as("too early").isEmpty();
    var result = JUDGE.judge(before, after);
    assertThat(result.unseen()).extracting(Unseen::id).containsExactly("s0");
    assertThat(result.unseen().getFirst().callsBefore()).isBetween(5.0, 15.0);
    assertThat(result.gone(6)).isEqualTo(result.unseen());
    assertThat(result.gone(12)).as("it was rare before").isEmpty();
    assertThat(result.statements()).extracting(Watched::id).doesNotContain("s0", "new");
  }
}
