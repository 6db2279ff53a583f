package dev.proven.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.random.RandomGenerator;
import org.apache.commons.statistics.distribution.TDistribution;
import org.junit.jupiter.api.Test;

class OBrienFlemingTest {
  @Test
  void looksAreSpacedEvenlyAndNeverBeforeSixBlocks() {
    assertThat(OBrienFleming.schedule(24)).containsExactly(6, 12, 18, 24);
    assertThat(OBrienFleming.schedule(20)).containsExactly(7, 13, 20);
    assertThat(OBrienFleming.schedule(12)).containsExactly(6, 12);
    assertThat(OBrienFleming.schedule(11)).containsExactly(11);
    assertThat(OBrienFleming.schedule(3)).containsExactly(3);
    for (int blocks = 6; blocks < 200; blocks++) {
      int[] schedule = OBrienFleming.schedule(blocks);
      assertThat(schedule).isSorted().doesNotHaveDuplicates().endsWith(blocks);
      assertThat(schedule[0]).isGreaterThanOrEqualTo(6);
    }
  }

  @Test
  void theErrorOverAllLooksIsFivePerCent() {
    for (int looks = 1; looks <= 4; looks++) {
      assertThat(crossings(new OBrienFleming(looks), 400_000))
          .as("%d looks", looks)
          .isCloseTo(0.05, within(0.0012));
    }
  }

  @Test
  void limitsFallAsMethodSays() {
    OBrienFleming plan = new OBrienFleming(4);
    assertThat(plan.normalLimit(1)).isCloseTo(4.048, within(1e-12));
    assertThat(plan.normalLimit(4)).isCloseTo(2.024, within(1e-12));
    assertThat(new OBrienFleming(1).tailProbability(1)).isCloseTo(0.025, within(1e-5));
  }

  @Test
  void theLimitOfTHasTheSameTail() {
    OBrienFleming plan = OBrienFleming.forBlocks(24);
    for (int look = 1; look <= 4; look++) {
      double limit = plan.tLimit(look, 6 * look);
      assertThat(TDistribution.of(6 * look - 1).survivalProbability(limit))
          .isCloseTo(plan.tailProbability(look), within(1e-14));
      assertThat(limit).isGreaterThan(plan.normalLimit(look));
    }
  }

  @Test
  void refusesLooksThatAreNotPlanned() {
    assertThatThrownBy(() -> new OBrienFleming(5)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new OBrienFleming(3).normalLimit(4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 3");
    assertThatThrownBy(() -> OBrienFleming.schedule(1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static double crossings(OBrienFleming plan, int walks) {
    RandomGenerator random = new SplitMix64(8);
    int crossed = 0;
    for (int i = 0; i < walks; i++) {
      crossed += crosses(plan, random) ? 1 : 0;
    }
    return (double) crossed / walks;
  }

  private static boolean crosses(OBrienFleming plan, RandomGenerator random) {
    double sum = 0;
    boolean crossed = false;
    for (int look = 1; look <= plan.looks(); look++) {
      sum += random.nextGaussian();
      crossed |= Math.abs(sum) / Math.sqrt(look) >= plan.normalLimit(look);
    }
    return crossed;
  }
}
