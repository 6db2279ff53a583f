package dev.proven.core.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArrivalTimesTest {
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  @Test
  void constantArrivalsAreEquallySpacedFromZero() {
    assertThat(ArrivalTimes.constant(200, 4).toArray())
        .containsExactly(0, 5_000_000, 10_000_000, 15_000_000);
    assertThat(ArrivalTimes.constant(0.1, Duration.ofSeconds(30)).count()).isEqualTo(3);
    assertThat(ArrivalTimes.constant(3, 9).at(8)).isEqualTo(2_666_666_667L);
  }

  @Test
  void theSameSeedGivesTheSameArrivals() {
    ArrivalTimes one = ArrivalTimes.poisson(200, 5_000, 42);
    assertThat(ArrivalTimes.poisson(200, 5_000, 42)).isEqualTo(one).hasSameHashCodeAs(one);
    assertThat(ArrivalTimes.poisson(200, 5_000, 43)).isNotEqualTo(one);
  }

  /** Computed by SplitMix64 and the logarithm in Python. */
  @Test
  void poissonArrivalsAreThoseOfAnIndependentImplementation() {
    ArrivalTimes arrivals = ArrivalTimes.poisson(200, 1_000, 7);
    assertThat(Arrays.copyOf(arrivals.toArray(), 5))
        .containsExactly(4_710_226L, 25_145_593L, 25_668_171L, 28_366_610L, 32_332_089L);
    assertThat(arrivals.last()).isEqualTo(5_064_342_050L);
  }

  @Test
  void poissonGapsAreExponential() {
    double[] gaps = gapsInMillis(ArrivalTimes.poisson(200, 100_000, 1));
    double mean = Arrays.stream(gaps).average().orElseThrow();
    double deviation =
        Math.sqrt(Arrays.stream(gaps).map(gap -> gap * gap).average().orElseThrow() - mean * mean);
    assertThat(mean).isCloseTo(5, within(0.05));
    assertThat(deviation).isCloseTo(5, within(0.1));
    assertThat(Arrays.stream(gaps).filter(gap -> gap > 15).count() / 1e5)
        .isCloseTo(Math.exp(-3), within(0.002));
  }

  @Test
  void poissonWithinADurationIsThePartOfTheSameArrivalsThatFallsIntoIt() {
    ArrivalTimes within = ArrivalTimes.poisson(200, TEN_SECONDS, 5);
    assertThat(within.count()).isBetween(1_800, 2_200);
    assertThat(within.last()).isLessThan(TEN_SECONDS.toNanos());
    assertThat(ArrivalTimes.poisson(200, 4_000, 5).toArray()).startsWith(within.toArray());
    assertThat(ArrivalTimes.poisson(200, 4_000, 5).at(within.count()))
        .isGreaterThanOrEqualTo(TEN_SECONDS.toNanos());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY, 1_000_001})
  void aRateOutOfRangeIsRefusedWithWhatToGive(double rate) {
    assertThatThrownBy(() -> ArrivalTimes.constant(rate, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("give requests per second over 0 and at most 1000000");
    assertThatThrownBy(() -> ArrivalTimes.poisson(rate, TEN_SECONDS, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, ArrivalTimes.MAX_COUNT + 1})
  void aCountOutOfRangeIsRefused(int count) {
    assertThatThrownBy(() -> ArrivalTimes.poisson(1_000, count, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a run takes 1 to 5000000");
  }

  @Test
  void aLengthOutOfRangeIsRefused() {
    assertThatThrownBy(() -> ArrivalTimes.constant(1, 100_000)).hasMessageContaining("24 hours");
    assertThatThrownBy(() -> ArrivalTimes.constant(1, Duration.ZERO))
        .hasMessageContaining("over 0");
    assertThatThrownBy(() -> ArrivalTimes.constant(1e6, TEN_SECONDS))
        .hasMessageContaining("10000000 requests");
    assertThatThrownBy(() -> ArrivalTimes.constant(0.01, TEN_SECONDS))
        .hasMessageContaining("0 requests");
  }

  private static double[] gapsInMillis(ArrivalTimes arrivals) {
    return IntStream.range(1, arrivals.count())
        .mapToDouble(i -> (arrivals.at(i) - arrivals.at(i - 1)) / 1e6)
        .toArray();
  }
}
