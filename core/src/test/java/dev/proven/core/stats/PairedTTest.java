package dev.proven.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PairedTTest {
  @Test
  void equalValuesAreCertain() {
    PairedT test = PairedT.of(new double[] {0.1, 0.1, 0.1});
    assertThat(test).isEqualTo(new PairedT(3, 0.1, 0, Double.POSITIVE_INFINITY, 2, 0));
    assertThat(test.interval(0.95)).isEqualTo(new Interval(0.1, 0.1));
    assertThat(test.upperBound(0.95)).isEqualTo(0.1);
  }

  @Test
  void equalZeroesAreNoEvidence() {
    PairedT test = PairedT.of(new double[] {0, 0, 0, 0});
    assertThat(test.t()).isZero();
    assertThat(test.p()).isOne();
  }

  @Test
  void theBoundIsTheEndOfTheIntervalOfTwiceTheError() {
    SplitMix64 random = new SplitMix64(1);
    for (int n = 2; n < 40; n++) {
      PairedT test = PairedT.of(RandomSamples.normal(random, n));
      Interval interval = test.interval(0.90);
      assertThat(test.upperBound(0.95)).isCloseTo(interval.upper(), within(1e-12));
    }
  }

  @Test
  void theIntervalExcludesZeroExactlyWhereTheTestRejects() {
    SplitMix64 random = new SplitMix64(2);
    int rejected = 0;
    for (int i = 0; i < 4_000; i++) {
      PairedT test = PairedT.of(RandomSamples.normal(random, 3 + i % 20));
      assertThat(test.interval(0.95).contains(0)).isEqualTo(test.p() >= 0.05);
      rejected += test.p() < 0.05 ? 1 : 0;
    }
    assertThat(rejected).isBetween(150, 250);
  }

  @Test
  void aLargeOffsetCostsNoPrecision() {
    PairedT test = PairedT.of(new double[] {1e9 + 1, 1e9 + 2, 1e9 + 3});
    assertThat(test.standardDeviation()).isCloseTo(1, within(1e-12));
  }

  @Test
  void refusesWhatIsNoSample() {
    assertThatThrownBy(() -> PairedT.of(new double[] {1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 2");
    assertThatThrownBy(() -> PairedT.of(new double[] {1, Double.NaN, 2}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("value 1 is NaN");
    assertThatThrownBy(() -> PairedT.of(new double[] {1, 2}).interval(95))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0.95 for 95 %");
  }
}
