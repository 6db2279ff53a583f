package dev.proven.core.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.core.watch.Reading.Count;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LoadIntervalTest {
  private static Reading reading(String epoch, Map<String, Count> counts) {
    return new Reading(Instant.EPOCH, epoch, new TreeMap<>(counts));
  }

  private static Count count(String since, double calls, double seconds) {
    return new Count(since, calls, seconds);
  }

  @Test
  void theDifferenceIsWhatRanBetween() {
    var first = reading("e", Map.of("a", count("1", 10, 1), "idle", count("1", 5, 5)));
    var last =
        reading(
            "e",
            Map.of("a", count("1", 14, 3), "idle", count("1", 5, 5), "new", count("2", 2, 0.5)));
    var work = LoadInterval.between(first, last).orElseThrow().work();
    assertThat(work).containsOnlyKeys("a", "new");
    assertThat(work).hasEntrySatisfying("a", w -> assertThat(w.mean()).isEqualTo(0.5));
    assertThat(work).hasEntrySatisfying("new", w -> assertThat(w.calls()).isEqualTo(2));
  }

  @Test
  void countsThatBeganAnewHaveNoDifference() {
    var first = reading("e", Map.of("less", count("", 10, 1), "again", count("1", 3, 1)));
    var last = reading("e", Map.of("less", count("", 4, 1), "again", count("2", 9, 3)));
    assertThat(LoadInterval.between(first, last).orElseThrow().work()).isEmpty();
    assertThat(LoadInterval.between(first, reading("f", Map.of()))).isEmpty();
  }
}
