package dev.proven.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class PowerTest {
  @Test
  void powerIsHowOftenTheTestShowsTheEffect() {
    RandomGenerator random = new SplitMix64(11);
    int shown = 0;
    for (int i = 0; i < 20_000; i++) {
      double[] d = RandomSamples.normal(random, 8);
      shown +=
          PairedT.of(Arrays.stream(d).map(v -> v + 0.9).toArray()).interval(0.95).lower() > 0
              ? 1
              : 0;
    }
    assertThat(Power.pairedT(-0.9, 1, 8, 0.05)).isCloseTo(shown / 20_000.0, within(0.01));
  }

  @Test
  void withoutAnEffectPowerIsHalfTheLevel() {
    assertThat(Power.pairedT(0, 1, 10, 0.05)).isCloseTo(0.025, within(1e-12));
  }

  @Test
  void theSeriesMeetsItsNormalApproximation() {
    double series = NoncentralT.upperTail(36.5, 50, 36.99);
    assertThat(NoncentralT.upperTail(36.5, 50, 37.01)).isCloseTo(series, within(0.01));
  }

  @Test
  void blocksNeededAreTheFewestThatSuffice() {
    for (double s : new double[] {0.02, 0.05, 0.1, 0.3, 5, 40}) {
      int n = BlocksNeeded.toShowEffect(-0.05, s);
      assertThat(Power.pairedT(0.05, s, n, 0.05)).isGreaterThanOrEqualTo(0.80);
      assertThat(n).isEqualTo((int) Math.ceil(Math.max(6, Power.blocks(0.05, s, 0.05, 0.80))));
      if (n > 6) {
        assertThat(Power.pairedT(0.05, s, n - 1, 0.05)).isLessThan(0.80);
      }
    }
    assertThat(BlocksNeeded.toShowEffect(0.5, 0.01)).isEqualTo(6);
    assertThat(BlocksNeeded.toShowEffect(0.5, 0)).isEqualTo(6);
    assertThat(BlocksNeeded.toShowEffect(0, 0.1)).isEqualTo(Integer.MAX_VALUE);
    assertThat(BlocksNeeded.toShowEffect(1e-9, 0.1)).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void aMarginNeedsFiveErrorsOfRoom() {
    double s = Math.log1p(0.02);
    assertThat(BlocksNeeded.toShowMargin(0.02, s)).isEqualTo(25);
    assertThat(BlocksNeeded.toShowMargin(0.02, 1.001 * s)).isEqualTo(26);
    assertThat(BlocksNeeded.toShowMargin(0.02, 0)).isEqualTo(6);
  }

  @Test
  void theDetectableEffectIsTheFormulaOfTheMethod() {
    // t quantiles with 23 degrees of freedom from a printed table: 2.069 and 0.858.
    assertThat(MinimumDetectableEffect.of(0.05, 24))
        .isCloseTo(Math.exp((2.0687 + 0.8575) * 0.05 / Math.sqrt(24)) - 1, within(1e-5));
    assertThat(MinimumDetectableEffect.of(0, 24)).isZero();
  }

  @Test
  void refusesPlansThatAreNone() {
    assertThatThrownBy(() -> MinimumDetectableEffect.of(0.1, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Power.pairedT(0.1, 0, 10, 0.05))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("standard deviation");
    assertThatThrownBy(() -> BlocksNeeded.toShowEffect(Double.NaN, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
