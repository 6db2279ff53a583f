package dev.proven.core.load;

import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The intended arrival times of an open loop: offsets from its start, in nanoseconds, ascending.
 *
 * <p>They follow from rate, length, law and seed alone, so both arms of a block, and anybody who
 * recomputes a run, get the same ones. Poisson arrivals have exponential gaps {@code -ln(u) / rate}
 * by inversion, with {@code u = ((z >>> 11) + 0.5) / 2^53} and z the numbers of SplitMix64 (Steele,
 * Lea, Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014) as in {@link
 * SplittableRandom#SplittableRandom(long)}; the logarithm is {@link StrictMath}'s, equal to the
 * last bit on every machine.
 */
public final class ArrivalTimes {
  /** The most arrivals of one run: its arrays then take about 300 MB. */
  public static final int MAX_COUNT = 5_000_000;

  /** The highest rate, in requests per second. */
  public static final double MAX_RATE = 1_000_000;

  /** The longest run. */
  public static final Duration MAX_SPAN = Duration.ofHours(24);

  private static final double NANOS = 1e9;

  private final String law;
  private final double rate;
  private final long spanNanos;
  private final long[] nanos;

  private ArrivalTimes(String law, double rate, long spanNanos, long[] nanos) {
    this.law = law;
    this.rate = rate;
    this.spanNanos = spanNanos;
    this.nanos = nanos;
  }

  /**
   * Arrivals at equal gaps, the first at 0.
   *
   * @param rate requests per second, over 0 and at most {@link #MAX_RATE}
   * @param count number of arrivals, 1 to {@link #MAX_COUNT}
   * @throws IllegalArgumentException where one is out of range, or count / rate is over {@link
   *     #MAX_SPAN}
   */
  public static ArrivalTimes constant(double rate, int count) {
    long span = checkedSpan(rate, count);
    long[] nanos = new long[count];
    Arrays.setAll(nanos, index -> Math.round(index * NANOS / rate));
    return new ArrivalTimes("constant", rate, span, nanos);
  }

  /**
   * Arrivals at equal gaps, the first at 0: rate times duration of them, rounded.
   *
   * @throws IllegalArgumentException as {@link #constant(double, int)}
   */
  public static ArrivalTimes constant(double rate, Duration duration) {
    return constant(rate, checkedCount(rate, duration));
  }

  /**
   * Poisson arrivals: exponential gaps of mean 1 / rate, the first arrival after the first gap.
   *
   * @param rate requests per second, over 0 and at most {@link #MAX_RATE}
   * @param count number of arrivals, 1 to {@link #MAX_COUNT}
   * @param seed any number; the same one gives the same arrivals
   * @throws IllegalArgumentException as {@link #constant(double, int)}
   */
  public static ArrivalTimes poisson(double rate, int count, long seed) {
    long span = checkedSpan(rate, count);
    return new ArrivalTimes("Poisson, seed " + seed, rate, span, gapsSummed(rate, count, seed));
  }

  /**
   * Poisson arrivals within a duration; their number is itself random, and fixed by the seed.
   *
   * @throws IllegalArgumentException as {@link #constant(double, int)}, or where this seed has no
   *     arrival within the duration
   */
  public static ArrivalTimes poisson(double rate, Duration duration, long seed) {
    int expected = checkedCount(rate, duration);
    long span = duration.toNanos();
    int enough = expected + 12 + (int) (12 * Math.sqrt(expected)); // 12 sigma: never too few
    long[] nanos =
        Arrays.stream(gapsSummed(rate, enough, seed)).takeWhile(at -> at < span).toArray();
    checkCount(nanos.length);
    return new ArrivalTimes("Poisson, seed " + seed, rate, span, nanos);
  }

  private static long[] gapsSummed(double rate, int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long[] nanos = new long[count];
    double seconds = 0;
    for (int i = 0; i < count; i++) {
      double u = ((random.nextLong() >>> 11) + 0.5) * 0x1p-53;
      seconds -= StrictMath.log(u) / rate;
      nanos[i] = Math.round(seconds * NANOS);
    }
    return nanos;
  }

  private static int checkedCount(double rate, Duration duration) {
    checkRate(rate);
    Limits.check("duration", duration, MAX_SPAN);
    long count = Math.round(rate * duration.toNanos() / NANOS);
    checkCount(count);
    return (int) count;
  }

  private static long checkedSpan(double rate, int count) {
    checkRate(rate);
    checkCount(count);
    double seconds = count / rate;
    if (seconds > MAX_SPAN.toSeconds()) {
      throw new IllegalArgumentException(
          "%d requests at %s a second take longer than %d hours: raise the rate or lower the count"
              .formatted(count, rate, MAX_SPAN.toHours()));
    }
    return Math.round(seconds * NANOS);
  }

  private static void checkRate(double rate) {
    if (!(rate > 0 && rate <= MAX_RATE)) { // also refuses NaN
      throw new IllegalArgumentException(
          "rate is %s: give requests per second over 0 and at most %.0f".formatted(rate, MAX_RATE));
    }
  }

  private static void checkCount(long count) {
    if (count < 1 || count > MAX_COUNT) {
      throw new IllegalArgumentException(
          "%d requests: a run takes 1 to %d; change the count, or the rate and the duration"
              .formatted(count, MAX_COUNT));
    }
  }

  /** The rate asked for, in requests per second. */
  public double rate() {
    return rate;
  }

  /** The number of arrivals, 1 to {@link #MAX_COUNT}. */
  public int count() {
    return nanos.length;
  }

  /**
   * The intended time of one arrival, in nanoseconds from the start of the run.
   *
   * @throws IndexOutOfBoundsException where index is not within 0 to count - 1
   */
  public long at(int index) {
    return nanos[index];
  }

  /** The intended time of the last arrival, in nanoseconds from the start of the run. */
  public long last() {
    return nanos[nanos.length - 1];
  }

  /** The duration asked for or, where a count was, count / rate; in nanoseconds. */
  public long spanNanos() {
    return spanNanos;
  }

  /** All intended times in nanoseconds from the start of the run; a copy. */
  public long[] toArray() {
    return nanos.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ArrivalTimes that
        && spanNanos == that.spanNanos
        && Arrays.equals(nanos, that.nanos);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(nanos);
  }

  @Override
  public String toString() {
    return "%d requests at %s a second, %s".formatted(nanos.length, rate, law);
  }
}
