package dev.proven.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class MarginsTest {
  private final RandomGenerator random = new SplitMix64(10);

  @Test
  void passingIsABoundUnderTheLimitIsASmallP() {
    int passed = 0;
    for (int i = 0; i < 1_000; i++) {
      NonInferiority.Result result = NonInferiority.paired(noise(3 + i % 20), 0.02);
      assertThat(result.passes()).isEqualTo(result.p() < 0.05);
      passed += result.passes() ? 1 : 0;
    }
    assertThat(passed).isBetween(100, 900);
  }

  @Test
  void aRegressionAtTheMarginWithoutNoiseDoesNotPass() {
    double limit = Math.log1p(0.02);
    NonInferiority.Result result = NonInferiority.paired(new double[] {limit, limit, limit}, 0.02);
    assertThat(result.passes()).isFalse();
    assertThat(result.t()).isZero();
    assertThat(NonInferiority.paired(new double[] {0, 0, 0}, 0.02).passes()).isTrue();
  }

  @Test
  void insideTheMarginIsRejectingBothOneSidedTests() {
    int within = 0;
    for (int i = 0; i < 1_000; i++) {
      PairedT test = PairedT.of(noise(3 + i % 20));
      Equivalence margin =
          i % 2 == 0 ? Equivalence.ofRatio(0.03) : new Equivalence(Math.log(0.97), Math.log(1.03));
      boolean inside = margin.contains(test.interval(0.95));
      assertThat(margin.p(test) < 0.025).isEqualTo(inside);
      within += inside ? 1 : 0;
    }
    assertThat(within).isBetween(100, 900);
  }

  @Test
  void refusesMarginsThatAreNone() {
    double[] d = {0.1, 0.2};
    assertThatThrownBy(() -> NonInferiority.paired(d, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("margin");
    assertThatThrownBy(() -> Equivalence.ofRatio(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Equivalence(0.1, 0.2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("both sides");
    assertThatThrownBy(() -> Welch.logRatio(new double[] {1, 0}, d))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("logarithm");
  }

  private double[] noise(int n) {
    return Arrays.stream(RandomSamples.normal(random, n)).map(value -> 0.03 * value).toArray();
  }
}
