package dev.proven.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class TMixtureTest {
  @Test
  void theIntervalExcludesZeroExactlyWhereTheEvidenceSuffices() {
    RandomGenerator random = new SplitMix64(9);
    int shown = 0;
    for (int i = 0; i < 2_000; i++) {
      double[] d = RandomSamples.normal(random, 2 + i % 40);
      d[0] += i % 3;
      PairedT test = PairedT.of(d);
      boolean reached = TMixture.eValue(test.n(), test.t(), 4) >= 1 / 0.3;
      double reach = TMixture.halfWidth(test.n(), test.standardDeviation(), 4, 0.3);
      assertThat(Math.abs(test.mean()) >= reach).isEqualTo(reached);
      shown += reached ? 1 : 0;
    }
    assertThat(shown).isPositive();
  }

  @Test
  void blocksThatDoNotVaryReachTheMostEvidenceThereCanBe() {
    double most = TMixture.eValue(6, Double.POSITIVE_INFINITY, 1);
    assertThat(most).isCloseTo(Math.pow(7, 2.5), within(1e-9));
    assertThat(TMixture.eValue(6, 1e9, 1)).isCloseTo(most, within(1e-6));
  }

  @Test
  void oneBlockIsNoEvidence() {
    assertThat(TMixture.eValue(1, 0, 1)).isOne();
    assertThat(TMixture.halfWidth(1, 1, 1, 0.05)).isInfinite();
    assertThat(TMixture.halfWidth(4, 1, 1, 0.05)).isInfinite();
    assertThat(TMixture.halfWidth(5, 1, 1, 0.05)).isFinite();
  }

  @Test
  void refusesAMixtureWithoutVariance() {
    assertThatThrownBy(() -> TMixture.eValue(5, 1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TMixture.eValue(5, Double.NaN, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
