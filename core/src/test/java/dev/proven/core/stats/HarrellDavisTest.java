package dev.proven.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.junit.jupiter.api.Test;

class HarrellDavisTest {
  private final RandomGenerator random = new SplitMix64(6);

  @Test
  void theQuantileIsTheSumOverAllWeights() {
    for (int n : new int[] {1, 2, 3, 10, 200, 3_000}) {
      double[] x = RandomSamples.normal(random, n);
      for (double p : new double[] {0.001, 0.05, 0.5, 0.95, 0.99, 0.999}) {
        assertThat(HarrellDavis.quantile(x, p)).isCloseTo(inFull(x, p), within(1e-9));
      }
    }
  }

  @Test
  void theQuantileMovesAndGrowsWithTheData() {
    double[] x = RandomSamples.normal(random, 50);
    double quantile = HarrellDavis.quantile(x, 0.95);
    double[] moved = Arrays.stream(x).map(value -> 3 * value + 7).toArray();
    assertThat(HarrellDavis.quantile(moved, 0.95)).isCloseTo(3 * quantile + 7, within(1e-9));
    assertThat(HarrellDavis.quantile(new double[] {5, 5, 5}, 0.5)).isCloseTo(5, within(1e-12));
  }

  @Test
  void refusesSharesOutsideTheRange() {
    assertThatThrownBy(() -> HarrellDavis.quantile(new double[] {1}, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> HarrellDavis.quantile(new double[] {1}, 95))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0.95 for p95");
    assertThatThrownBy(() -> HarrellDavis.quantile(new double[0], 0.5))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static double inFull(double[] x, double p) {
    int n = x.length;
    double[] sorted = Samples.sorted(x);
    BetaDistribution beta = BetaDistribution.of((n + 1) * p, (n + 1) * (1 - p));
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += beta.probability((double) i / n, (i + 1.0) / n) * sorted[i];
    }
    return sum;
  }
}
