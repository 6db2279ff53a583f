package dev.proven.core.experiment;

import static dev.proven.core.experiment.Workbench.plan;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ScheduleTest {
  private static long firstA(long seed, int blocks) {
    return IntStream.rangeClosed(1, blocks)
        .filter(block -> new Schedule(seed, block, false).first() == Arm.A)
        .count();
  }

  @Test
  void theCoinIsFairOverTheBlocksOfAnySeed() {
    for (long seed : new long[] {0, 1, 42, 20260101, -7}) {
      // 1000 fair coins are outside 420 to 580 once in three million times.
      assertThat(firstA(seed, 1000)).isBetween(420L, 580L);
    }
  }

  @Test
  void theCoinIsFairOverNeighbouringSeeds() {
    long heads = IntStream.range(0, 1000).mapToLong(seed -> firstA(seed, 1)).sum();
    assertThat(heads).isBetween(420L, 580L);
    long sameAsNext =
        IntStream.range(0, 1000).filter(seed -> firstA(seed, 1) == firstA(seed + 1, 1)).count();
    assertThat(sameAsNext).isBetween(420L, 580L);
  }

  @Test
  void oneSeedGivesOneSchedule() {
    var plans = List.of(plan("x", 3, false, 60), plan("y", 1, false, 60));
    var one = new Schedule(5, 2, true).turns(plans, Arm.A);
    assertThat(new Schedule(5, 2, true).turns(plans, Arm.A)).isEqualTo(one).hasSize(8);
  }
}
