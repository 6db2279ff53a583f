package dev.proven.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class SignFlipTest {
  private final RandomGenerator random = new SplitMix64(4);

  @Test
  void pIsTheShareOfAllSignVectors() {
    for (int i = 0; i < 80; i++) {
      int n = 1 + i % 13;
      double[] d = i % 2 == 0 ? RandomSamples.normal(random, n) : RandomSamples.tied(random, n);
      assertThat(SignFlip.exact(d)).isEqualTo(bruteForce(d));
    }
  }

  @Test
  void sumsThatAreEqualButForRoundingCountAsEqual() {
    // 0.1 + 0.2 - 0.3 is not zero in binary: all eight sums of size 0.6 or 0 must be told apart.
    assertThat(SignFlip.exact(new double[] {0.1, 0.2, -0.3})).isOne();
    assertThat(SignFlip.exact(new double[] {0.1, 0.2, 0.3})).isEqualTo(0.25);
    // In tenths the sum is 6: 8 ways with all threes up, 3 * 1 with one of them down, both signs.
    double[] tenths = {0.1, 0.1, 0.1, 0.3, -0.3, 0.3};
    assertThat(SignFlip.exact(tenths)).isEqualTo(bruteForce(tenths));
    assertThat(SignFlip.exact(new double[] {0.1, 0.1, 0.1, 0.3, 0.3, -0.3}))
        .isEqualTo(bruteForce(tenths));
    assertThat(SignFlip.exact(new double[] {0.1, 0.1, 0.1, 0.3, 0.3, 0.3, 0.6}))
        .isEqualTo(2.0 / 128);
  }

  @Test
  void signAndScaleDoNotMatter() {
    double[] d = RandomSamples.normal(random, 25);
    double p = SignFlip.exact(d);
    assertThat(SignFlip.exact(Arrays.stream(d).map(v -> -8 * v).toArray())).isEqualTo(p);
  }

  @Test
  void thirtyEightOnOneSideAreTwoInTwoToTheThirtyEight() {
    double[] d = new double[38];
    Arrays.setAll(d, i -> 1 + i / 100.0);
    assertThat(SignFlip.exact(d)).isEqualTo(Math.scalb(1.0, -37));
  }

  @Test
  void drawsComeNearTheExactValueAndRepeatThemselves() {
    for (int n = 33; n < 36; n++) {
      double[] d = Arrays.stream(RandomSamples.normal(random, n)).map(v -> v + 0.2).toArray();
      assertThat(SignFlip.pValue(d)).isCloseTo(SignFlip.exact(d), within(0.02));
      assertThat(SignFlip.pValue(d)).isEqualTo(SignFlip.pValue(d));
    }
  }

  @Test
  void drawsNeverSayZero() {
    double[] d = new double[100];
    Arrays.fill(d, 1);
    assertThat(SignFlip.pValue(d)).isEqualTo(1e-4);
  }

  @Test
  void refusesMoreThanCanBeCounted() {
    assertThatThrownBy(() -> SignFlip.exact(new double[45]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("use pValue");
  }

  private static double bruteForce(double[] d) {
    double observed = Math.abs(Arrays.stream(d).sum());
    int extreme = 0;
    for (int signs = 0; signs < 1 << d.length; signs++) {
      double sum = 0;
      for (int i = 0; i < d.length; i++) {
        sum += (signs >> i & 1) == 1 ? d[i] : -d[i];
      }
      extreme += Math.abs(sum) >= observed - 1e-9 ? 1 : 0;
    }
    return (double) extreme / (1 << d.length);
  }
}
