package dev.proven.core.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class GeometricMeanTest {
  private static GeometricMean of(double... values) {
    var mean = new GeometricMean();
    for (double value : values) {
      mean.add(value);
    }
    return mean;
  }

  private static double logRatio(double a, double b) {
    return of(b).logRatioTo(of(a));
  }

  @Test
  void equalValuesStayWhatTheyAre() {
    for (double value : new double[] {10, 0.1, 3, 1e300, Double.MIN_VALUE}) {
      assertThat(of(value).value()).isEqualTo(value);
      assertThat(of(value, value, value).value()).isEqualTo(value);
    }
    assertThat(of(2, 8).value()).isCloseTo(4, within(1e-14));
  }

  @Test
  void equalRatiosGiveEqualLogarithms() {
    for (int a = 1; a < 60; a++) {
      for (int b = 1; b < 60; b++) {
        double once = logRatio(a, b);
        assertThat(logRatio(10 * a, 10 * b)).isEqualTo(once);
        assertThat(logRatio(7 * a, 7 * b)).isEqualTo(once);
        assertThat(logRatio(b, a)).isEqualTo(0 - once);
        assertThat(once).isCloseTo(Math.log(b) - Math.log(a), within(1e-15));
      }
    }
  }

  @Test
  void ratiosBeyondTheRangeOfDoublesHaveLogarithmsToo() {
    double expected = 600 * Math.log(10);
    assertThat(logRatio(1e-300, 1e300)).isCloseTo(expected, within(1e-9));
    assertThat(logRatio(1e300, 1e-300)).isCloseTo(-expected, within(1e-9));
    assertThat(of(1e300, 1e298).logRatioTo(of(1e-300, 1e-302))).isCloseTo(expected, within(1e-9));
  }
}
