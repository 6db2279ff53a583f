package dev.proven.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MannWhitneyTest {
  private final RandomGenerator random = new SplitMix64(5);

  @Test
  void pIsTheShareOfAllSplitsAsExtreme() {
    for (int i = 0; i < 60; i++) {
      int n = 1 + i % 5;
      int m = 1 + i % 7;
      boolean tied = i % 2 == 0;
      double[] x = tied ? RandomSamples.tied(random, n) : RandomSamples.normal(random, n);
      double[] y = tied ? RandomSamples.tied(random, m) : RandomSamples.normal(random, m);
      MannWhitney.Result result = MannWhitney.exact(x, y);
      assertThat(result.u()).isEqualTo(u(x, y));
      checkByBruteForce(result, x, y);
    }
  }

  @Test
  void swappingTheSamplesMirrorsTheResult() {
    double[] x = RandomSamples.tied(random, 9);
    double[] y = RandomSamples.tied(random, 14);
    MannWhitney.Result one = MannWhitney.exact(x, y);
    MannWhitney.Result other = MannWhitney.exact(y, x);
    assertThat(other.p()).isEqualTo(one.p());
    assertThat(other.pGreater()).isEqualTo(one.pLess());
    assertThat(other.u()).isEqualTo(9 * 14 - one.u());
  }

  @Test
  void namesTheMethodItPicked() {
    double[] few = RandomSamples.normal(random, 20);
    double[] more = RandomSamples.normal(random, 2_001);
    double[] most = RandomSamples.normal(random, 12_501);
    assertThat(MannWhitney.test(few, few.clone()).method())
        .isEqualTo(MannWhitney.Method.EXACT_CONDITIONAL);
    assertThat(MannWhitney.test(few, more).method()).isEqualTo(MannWhitney.Method.EXACT);
    assertThat(MannWhitney.test(few, most).method()).isEqualTo(MannWhitney.Method.ASYMPTOTIC);
    more[0] = few[0];
    assertThat(MannWhitney.test(few, more).method()).isEqualTo(MannWhitney.Method.ASYMPTOTIC);
  }

  @Test
  void aVeryUnevenSplitStaysCheap() {
    double[] one = {10};
    MannWhitney.Result result = MannWhitney.exact(one, RandomSamples.normal(random, 2_499));
    assertThat(result.pGreater()).isCloseTo(1.0 / 2_500, within(1e-12));
    assertThat(HodgesLehmann.twoSample(RandomSamples.normal(random, 2_499), one, 0.95).test().p())
        .isCloseTo(2.0 / 2_500, within(1e-12));
  }

  /** Expected values of scipy.stats.mannwhitneyu(x, y, method="exact"). */
  @ParameterizedTest
  @CsvSource({
    "120, 120, 900, 5870, 0.013244779350279116, 0.9934123718848054",
    "60, 400, 1200, 9700, 0.016374235967982712, 0.9918364376219606",
    "200, 300, 500, 27077, 0.06478393035518824, 0.9676539204438996",
    "500, 500, 400, 115086, 0.029899949109367555, 0.9850583064146089"
  })
  void hundredsOfValuesAreCountedOut(
      int n, int m, double shift, double u, double p, double pGreater) {
    double[] x = spread(n, 7_919, 0, 1);
    double[] y = spread(m, 4_729, shift + 0.5, 1);
    MannWhitney.Result result = MannWhitney.test(x, y);
    assertThat(result.method()).isEqualTo(MannWhitney.Method.EXACT);
    assertThat(result.u()).isEqualTo(u);
    assertThat(result.p()).isCloseTo(p, within(1e-12));
    assertThat(result.pGreater()).isCloseTo(pGreater, within(1e-12));
    assertThat(MannWhitney.test(y, x).pLess()).isEqualTo(result.pGreater());
  }

  /** Expected values by whole numbers of arbitrary size over all choices. */
  @ParameterizedTest
  @CsvSource({
    "40, 50, 900, 700, 846.5, 0.2133731926846938, 0.894057046272169",
    "70, 30, 1500, 100, 718.5, 0.012156017204793519, 0.9939883530386768"
  })
  void dozensOfTiedValuesAreCountedOut(
      int n, int m, double shift, double unit, double u, double p, double pGreater) {
    MannWhitney.Result result =
        MannWhitney.test(spread(n, 7_919, 0, unit), spread(m, 4_729, shift, unit));
    assertThat(result.method()).isEqualTo(MannWhitney.Method.EXACT_CONDITIONAL);
    assertThat(result.u()).isEqualTo(u);
    assertThat(result.p()).isCloseTo(p, within(1e-12));
    assertThat(result.pGreater()).isCloseTo(pGreater, within(1e-12));
  }

  @Test
  void aTailBeyondAllDigitsIsNotRoundedToZero() {
    double[] x = spread(500, 1, 0, 1);
    double[] y = spread(500, 1, 10_000, 1);
    assertThat(MannWhitney.test(x, y).p() / 7.399507995628054e-300).isCloseTo(1, within(1e-12));
  }

  /** Whole multiples of the step, spread over 0 to 10,006 and shifted, in so large units. */
  private static double[] spread(int n, long step, double shift, double unit) {
    return IntStream.rangeClosed(1, n)
        .mapToDouble(i -> i * step % 10_007 + shift)
        .map(value -> unit == 1 ? value : Math.floor(value / unit))
        .toArray();
  }

  @Test
  void asymptoticAndExactAgreeOnLargeSamples() {
    for (int i = 0; i < 10; i++) {
      double[] x = RandomSamples.tied(random, 45);
      double[] y = RandomSamples.tied(random, 50);
      double exact = MannWhitney.exact(x, y).p();
      assertThat(MannWhitney.asymptotic(x, y).p()).isCloseTo(exact, within(0.01));
    }
  }

  @Test
  void equalValuesAreNoEvidence() {
    double[] same = {2, 2, 2};
    assertThat(MannWhitney.exact(same, same).p()).isOne();
    assertThat(MannWhitney.asymptotic(same, same).p()).isOne();
  }

  @Test
  void refusesMoreThanCanBeCounted() {
    assertThatThrownBy(() -> MannWhitney.exact(new double[201], new double[201]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("asymptotic");
  }

  private static double u(double[] x, double[] y) {
    double u = 0;
    for (double a : x) {
      for (double b : y) {
        u += a > b ? 1 : a == b ? 0.5 : 0;
      }
    }
    return u;
  }

  private static void checkByBruteForce(MannWhitney.Result result, double[] x, double[] y) {
    int n = x.length;
    double[] all = DoubleStream.concat(Arrays.stream(x), Arrays.stream(y)).toArray();
    double mean = n * y.length / 2.0;
    int splits = 0;
    int farther = 0;
    int greater = 0;
    for (int mask = 0; mask < 1 << all.length; mask++) {
      if (Integer.bitCount(mask) == n) {
        double u = u(pick(all, mask, true), pick(all, mask, false));
        splits++;
        farther += Math.abs(u - mean) >= Math.abs(result.u() - mean) ? 1 : 0;
        greater += u >= result.u() ? 1 : 0;
      }
    }
    assertThat(result.p()).isCloseTo((double) farther / splits, within(1e-12));
    assertThat(result.pGreater()).isCloseTo((double) greater / splits, within(1e-12));
  }

  private static double[] pick(double[] all, int mask, boolean chosen) {
    return IntStream.range(0, all.length)
        .filter(i -> ((mask >> i & 1) == 1) == chosen)
        .mapToDouble(i -> all[i])
        .toArray();
  }
}
