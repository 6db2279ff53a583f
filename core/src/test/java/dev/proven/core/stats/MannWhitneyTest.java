package dev.proven.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

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
    double[] many = RandomSamples.normal(random, 200);
    assertThat(MannWhitney.test(few, few.clone()).method())
        .isEqualTo(MannWhitney.Method.EXACT_CONDITIONAL);
    assertThat(MannWhitney.test(few, RandomSamples.normal(random, 20)).method())
        .isEqualTo(MannWhitney.Method.EXACT);
    assertThat(MannWhitney.test(few, many).method()).isEqualTo(MannWhitney.Method.ASYMPTOTIC);
  }

  @Test
  void aVeryUnevenSplitStaysCheap() {
    double[] one = {10};
    MannWhitney.Result result = MannWhitney.exact(one, RandomSamples.normal(random, 2_499));
    assertThat(result.pGreater()).isCloseTo(1.0 / 2_500, within(1e-12));
    assertThat(HodgesLehmann.twoSample(RandomSamples.normal(random, 2_499), one, 0.95).p())
        .isCloseTo(2.0 / 2_500, within(1e-12));
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
    assertThatThrownBy(() -> MannWhitney.exact(new double[101], new double[101]))
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
