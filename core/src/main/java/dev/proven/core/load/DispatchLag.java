package dev.proven.core.load;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * How late the driver itself was: from the moment at which a request had come and a slot was free
 * to its real start. A stall of the system under load is not in it.
 *
 * @param p50Nanos median, in nanoseconds
 * @param p99Nanos 99th percentile, in nanoseconds
 * @param maxNanos the largest, in nanoseconds
 */
public record DispatchLag(long p50Nanos, long p99Nanos, long maxNanos) {
  static DispatchLag of(long[] lags) {
    Histogram histogram = Samples.histogram(lags);
    return new DispatchLag(
        histogram.getValueAtPercentile(50),
        histogram.getValueAtPercentile(99),
        histogram.getMaxValue());
  }

  /** Whether the driver kept up: its 99th percentile is at most the tolerance. */
  public boolean within(Duration tolerance) {
    return p99Nanos <= tolerance.toNanos();
  }
}
