package dev.proven.core.load;

import java.time.Instant;
import java.util.Map;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * What an {@link OpenLoop} measured. All arrays are copies in order of intended arrival, one entry
 * a request; requests that failed or were capped are in them, with their time to the failure or to
 * the deadline, so a fast failure looks fast: judge latency together with {@link #errorRate()}.
 */
public final class LoadResult {
  private final Instant startedAt;
  private final ArrivalTimes arrivals;
  private final long[] ready;
  private final Samples samples;
  private final int leftBehind;

  LoadResult(
      Instant startedAt, ArrivalTimes arrivals, long[] ready, Samples samples, int leftBehind) {
    this.startedAt = startedAt;
    this.arrivals = arrivals;
    this.ready = ready;
    this.samples = samples;
    this.leftBehind = leftBehind;
  }

  /** The start of the run by the wall clock, from which the intended arrivals count. */
  public Instant startedAt() {
    return startedAt;
  }

  /** The intended arrivals. */
  public ArrivalTimes arrivals() {
    return arrivals;
  }

  /** The number of requests, sent or not. */
  public int count() {
    return samples.count();
  }

  /** Time from the intended start to the end of each request, in nanoseconds. */
  public long[] latencyNanos() {
    return each(index -> samples.ends[index] - arrivals.at(index));
  }

  /** Time from the intended start to the end of each request, in milliseconds. */
  public double[] latencyMillis() {
    return Samples.millis(latencyNanos());
  }

  /**
   * Time from the real start to the end of each request, in nanoseconds; 0 where it was never sent.
   * Beside the latency it tells waiting from work; alone it hides stalls.
   */
  public long[] serviceNanos() {
    return each(samples::serviceNanos);
  }

  /** How one request ended. */
  public Outcome outcome(int index) {
    return samples.outcomes[index];
  }

  /** The number of requests that ended so. */
  public int count(Outcome outcome) {
    return samples.count(outcome);
  }

  /** The number of requests that found no slot before the deadline; they are capped too. */
  public int unsent() {
    return count() - (int) sent().count();
  }

  /**
   * The number of requests that found no slot free at their intended time, those unsent among them.
   * Their latency is true, but a driver with more slots would have sent them earlier.
   */
  public int waitedForSlot() {
    return unsent() + (int) sent().filter(index -> ready[index] > arrivals.at(index)).count();
  }

  /**
   * Errors by type and first line of the message; at most 20 distinct ones, the rest under "other
   * errors", those capped under "capped".
   */
  public Map<String, Integer> errors() {
    return samples.errors();
  }

  /** The share of requests that failed or were capped, 0 to 1. */
  public double errorRate() {
    return 1 - (double) count(Outcome.ANSWERED) / count();
  }

  /** The rate asked for, in requests per second. */
  public double intendedRate() {
    return arrivals.rate();
  }

  /**
   * Answered requests per second, over the time asked for or until the last request ended,
   * whichever is longer. Far below the intended rate where the system cannot take it.
   */
  public double achievedRate() {
    long nanos = Math.max(arrivals.spanNanos(), samples.lastEnd());
    return count(Outcome.ANSWERED) * 1e9 / nanos;
  }

  /** The latencies, in nanoseconds, to three significant digits; a new histogram each time. */
  public Histogram histogram() {
    return Samples.histogram(latencyNanos());
  }

  /** How late the driver itself was; where it is large, the slot must not be used. */
  public DispatchLag lag() {
    return DispatchLag.of(
        sent().mapToLong(index -> samples.starts[index] - ready[index]).toArray());
  }

  /** Threads that ignored their interruption and still ran 1 second after it; 0 is right. */
  public int leftBehind() {
    return leftBehind;
  }

  private IntStream sent() {
    return IntStream.range(0, count()).filter(samples::sent);
  }

  private long[] each(IntToLongFunction value) {
    return IntStream.range(0, count()).mapToLong(value).toArray();
  }
}
