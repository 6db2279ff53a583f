package dev.proven.core.sprint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.core.Progress;
import dev.proven.core.Session;
import dev.proven.core.Workload;
import dev.proven.core.experiment.Part;
import dev.proven.core.journal.Journal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which parts of a large workload are measured. */
final class CostliestTest {
  @TempDir Path folder;

  /** Every tenth part takes a hundred times as long as the others. */
  private final Machine a = new Machine(1, (part, _) -> part.endsWith("0") ? 0.1 : 0.001);

  private final Machine b = new Machine(2, (_, _) -> 1);

  /** Part 77 is quick, and happens more often than all others together. */
  private static Workload workload(int parts) {
    return new Workload(
        "a test",
        IntStream.range(0, parts)
            .mapToObj(i -> new Part("p" + i, "", "", false, i == 77 ? 1e6 : 1))
            .toList(),
        List.of(new Workload.LeftOut("x", "y")));
  }

  private Workload costliest(Workload workload, Duration budget) throws Exception {
    var journal = Journal.open(folder.resolve("journal"), Machine.handlers(a, b));
    var session = new Session("costliest", journal, Progress.silent());
    var optimizer = new Machine.Switches("s", List.of(), a, b);
    try (var testbed = optimizer.testbed(a, session)) {
      return Costliest.of(testbed, workload, List.of("cpu"), budget, Progress.silent());
    }
  }

  @Test
  void aSmallWorkloadIsMeasuredWhole() throws Exception {
    var small = workload(Costliest.MOST);
    assertThat(costliest(small, Duration.ofMinutes(12))).isSameAs(small);
  }

  @Test
  void ofALargeOneThoseAreMeasuredThatCostMostAndTheShareOfTheOthersIsTold() throws Exception {
    var measured = costliest(workload(1000), Duration.ofMinutes(12));
    var ids = measured.parts().stream().map(Part::id).toList();
    assertThat(ids).hasSize(Costliest.MOST).contains("p0", "p10", "p990", "p77");
    assertThat(ids.indexOf("p77"))
        .as("in their order")
        .isBetween(ids.indexOf("p70"), ids.indexOf("p80"));
    assertThat(measured.leftOut()).extracting(Workload.LeftOut::title).hasSize(2).contains("x");
    var rest = measured.leftOut().getLast();
    assertThat(rest.title())
        .startsWith("800 further statements, 0.0")
        .contains("% of the measured");
    assertThat(rest.reason()).contains("200 costliest by measured time, times calls");
  }

  @Test
  void whereTimeRunsOutTheLastOnesAreNamedAndNotGuessed() throws Exception {
    var measured = costliest(workload(1000), Duration.ZERO);
    assertThat(measured.parts())
        .hasSize(Costliest.MOST)
        .last()
        .extracting(Part::id)
        .isEqualTo("p199");
    assertThat(measured.leftOut().getLast().title()).isEqualTo("the last 800 of 1,000 statements");
    assertThat(measured.leftOut().getLast().reason())
        .contains("their share of the cost is not known");
  }
}
