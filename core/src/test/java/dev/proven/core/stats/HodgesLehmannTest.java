package dev.proven.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class HodgesLehmannTest {
  private final RandomGenerator random = new SplitMix64(3);

  @Test
  void orderStatisticsAreThoseOfTheSortedSums() {
    for (int n = 1; n < 30; n++) {
      double[] d = n % 2 == 0 ? RandomSamples.normal(random, n) : RandomSamples.tied(random, n);
      double[] sums = walshSums(d);
      PairSums found = PairSums.walsh(d);
      assertThat(found.size()).isEqualTo(sums.length);
      for (int k = 1; k <= sums.length; k++) {
        assertThat(found.kth(k)).isEqualTo(sums[k - 1]);
      }
      double middle = (sums[(sums.length - 1) / 2] + sums[sums.length / 2]) / 2;
      assertThat(found.median()).isCloseTo(middle, within(1e-12));
    }
  }

  @Test
  void pIsTheShareOfSignVectorsAsExtreme() {
    for (int i = 0; i < 60; i++) {
      double[] d = RandomSamples.normal(random, 1 + i % 11);
      assertThat(HodgesLehmann.oneSample(d, 0.9).p()).isCloseTo(bruteForceP(d), within(1e-12));
    }
  }

  @Test
  void withTiesAndZeroesPIsConditionalOnThem() {
    for (int i = 0; i < 60; i++) {
      double[] d = RandomSamples.tied(random, 2 + i % 10);
      assertThat(HodgesLehmann.oneSample(d, 0.9).p()).isCloseTo(bruteForceP(d), within(1e-12));
    }
  }

  @Test
  void fewerThanSixBlocksHaveNoFiniteIntervalAtNinetyFivePerCent() {
    double[] d = {1, 2, 3, 4, 5.5, 7};
    assertThat(HodgesLehmann.oneSample(d, 0.95).interval()).isEqualTo(new Interval(1, 7));
    assertThat(HodgesLehmann.oneSample(Arrays.copyOf(d, 5), 0.95).interval())
        .isEqualTo(new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY));
    assertThat(HodgesLehmann.oneSample(Arrays.copyOf(d, 5), 0.95).achievedConfidence()).isOne();
  }

  @Test
  void theHighestConfidenceIsThatOfTheWholeRange() {
    for (int n = 2; n < 40; n++) {
      double[] d = RandomSamples.normal(random, n);
      double highest = 1 - Math.scalb(1.0, 1 - n);
      assertThat(HodgesLehmann.oneSample(d, highest).lower())
          .isEqualTo(Arrays.stream(d).min().orElseThrow());
      assertThat(HodgesLehmann.oneSample(d, (1 + highest) / 2).lower()).isInfinite();
    }
  }

  @Test
  void theIntervalExcludesZeroExactlyWhereTheTestRejects() {
    int rejected = 0;
    for (int i = 0; i < 2_000; i++) {
      HodgesLehmann.OneSample result =
          HodgesLehmann.oneSample(RandomSamples.normal(random, 6 + i % 20), 0.95);
      assertThat(result.interval().contains(0)).isEqualTo(result.p() > 0.05);
      rejected += result.p() <= 0.05 ? 1 : 0;
    }
    assertThat(rejected).isBetween(50, 110);
  }

  @Test
  void roundedDataAreCoveredAtLeastAsOften() {
    int covered = 0;
    for (int i = 0; i < 2_000; i++) {
      double[] d = RandomSamples.tied(random, 12);
      covered += HodgesLehmann.oneSample(d, 0.95).interval().contains(0) ? 1 : 0;
    }
    assertThat(covered).isGreaterThan(1_890);
  }

  @Test
  void beyondTheExactRangeTheNormalApproximationTakesOverSmoothly() {
    int n = SignedRank.EXACT_UP_TO;
    double mean = n * (n + 1.0) / 4;
    double deviation = Math.sqrt(mean * (2.0 * n + 1) / 6);
    assertThat((double) SignedRank.cut(n, 0.025))
        .isCloseTo((double) NullDistributions.normalCut(mean, deviation, 0.025), within(5.0));
    double[] d = RandomSamples.normal(random, 1_000);
    HodgesLehmann.OneSample result = HodgesLehmann.oneSample(d, 0.95);
    assertThat(result.interval().contains(result.estimate())).isTrue();
    assertThat(result.interval().width())
        .isCloseTo(2 * 1.96 * 1.023 / Math.sqrt(1_000), within(0.02));
    assertThat(result.achievedConfidence()).isBetween(0.95, 0.951);
    assertThat(result.p()).isCloseTo(PairedT.of(d).p(), within(0.1));
  }

  @Test
  void twoSamplesShiftWithTheirDifference() {
    double[] x = RandomSamples.normal(random, 12);
    double[] y = Arrays.stream(x).map(value -> value + 3).toArray();
    HodgesLehmann.TwoSample result = HodgesLehmann.twoSample(x, y, 0.95);
    assertThat(result.estimate()).isCloseTo(-3, within(1e-12));
    assertThat(result.interval().contains(-3)).isTrue();
    assertThat(result.test().p()).isLessThan(0.05);
  }

  @Test
  void twoLargeSamplesAreQuickAndKeepTheirCoverage() {
    int covered = 0;
    for (int i = 0; i < 200; i++) {
      HodgesLehmann.TwoSample result =
          HodgesLehmann.twoSample(
              RandomSamples.normal(random, 80), RandomSamples.normal(random, 60), 0.95);
      covered += result.interval().contains(0) ? 1 : 0;
    }
    assertThat(covered).isBetween(180, 199);
  }

  /** The cut and its coverage by whole numbers of arbitrary size. */
  @Test
  void twoSamplesOfFiveHundredAreExact() {
    double[] x = RandomSamples.normal(random, 500);
    double[] y = RandomSamples.normal(random, 500);
    HodgesLehmann.TwoSample result = HodgesLehmann.twoSample(x, y, 0.95);
    double[] differences =
        Arrays.stream(x).flatMap(a -> Arrays.stream(y).map(b -> a - b)).sorted().toArray();
    assertThat(result.exact()).isTrue();
    assertThat(result.interval())
        .isEqualTo(new Interval(differences[116_050], differences[250_000 - 116_051]));
    assertThat(result.achievedConfidence()).isCloseTo(1 - 2 * 0.024997585225741078, within(1e-12));
    assertThat(HodgesLehmann.twoSample(new double[501], y, 0.95).exact()).isFalse();
  }

  @Test
  void tooFewPairsGiveAnInfiniteInterval() {
    HodgesLehmann.TwoSample result =
        HodgesLehmann.twoSample(new double[] {1, 2, 3}, new double[] {4, 5, 6}, 0.95);
    assertThat(result.interval().width()).isInfinite();
  }

  @Test
  void refusesNothingToEstimate() {
    assertThatThrownBy(() -> HodgesLehmann.oneSample(new double[0], 0.95))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 1");
  }

  private static double[] walshSums(double[] d) {
    double[] sums = new double[d.length * (d.length + 1) / 2];
    int next = 0;
    for (int i = 0; i < d.length; i++) {
      for (int j = i; j < d.length; j++) {
        sums[next++] = d[i] + d[j];
      }
    }
    Arrays.sort(sums);
    return sums;
  }

  /** Twice the smaller tail over all sign vectors of the values that are not zero. */
  private static double bruteForceP(double[] d) {
    double[] signed = Arrays.stream(d).filter(value -> value != 0).toArray();
    int n = signed.length;
    double observed = positiveRanks(signed, -1);
    int below = 0;
    int above = 0;
    for (int signs = 0; signs < 1 << n; signs++) {
      double v = positiveRanks(signed, signs);
      below += v <= observed ? 1 : 0;
      above += v >= observed ? 1 : 0;
    }
    return Math.min(1, 2.0 * Math.min(below, above) / (1 << n));
  }

  /** The sum of midranks of |d|, of the positive values or (signs from 0) of those in the mask. */
  private static double positiveRanks(double[] d, int signs) {
    double sum = 0;
    for (int i = 0; i < d.length; i++) {
      boolean positive = signs < 0 ? d[i] > 0 : (signs >> i & 1) == 1;
      for (int j = 0; positive && j < d.length; j++) {
        double gap = Math.abs(d[i]) - Math.abs(d[j]);
        sum += i == j ? 1 : gap > 0 ? 1 : gap == 0 ? 0.5 : 0;
      }
    }
    return sum;
  }
}
