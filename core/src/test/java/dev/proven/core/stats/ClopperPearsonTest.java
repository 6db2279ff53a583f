package dev.proven.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;

class ClopperPearsonTest {
  @Test
  void coversEveryProbabilityAtLeastAsOftenAsSaid() {
    int n = 30;
    Interval[] intervals = new Interval[n + 1];
    for (int k = 0; k <= n; k++) {
      intervals[k] = ClopperPearson.interval(k, n, 0.95);
    }
    for (double p = 0.01; p < 1; p += 0.01) {
      BinomialDistribution hits = BinomialDistribution.of(n, p);
      double covered = 0;
      for (int k = 0; k <= n; k++) {
        covered += intervals[k].contains(p) ? hits.probability(k) : 0;
      }
      assertThat(covered).isBetween(0.95, 1 + 1e-12);
    }
  }

  @Test
  void endsAreClosedAtNoneAndAll() {
    assertThat(ClopperPearson.interval(0, 10, 0.95).lower()).isZero();
    assertThat(ClopperPearson.interval(0, 10, 0.95).upper())
        .isCloseTo(1 - Math.pow(0.025, 0.1), within(1e-9));
    assertThat(ClopperPearson.interval(10, 10, 0.95).upper()).isOne();
  }

  @Test
  void refusesMoreHitsThanTrials() {
    assertThatThrownBy(() -> ClopperPearson.interval(3, 2, 0.95))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ClopperPearson.interval(0, 0, 0.95))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Interval(2, 1)).isInstanceOf(IllegalArgumentException.class);
  }
}
