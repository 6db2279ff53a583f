package dev.proven.core.load;

import java.time.Instant;
import java.util.Map;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * What a {@link ClosedLoop} measured. Arrays are copies in order of the items, one entry an item
 * begun; items that failed or were capped are in them. Percentiles of it hide stalls.
 */
public final class BatchResult {
  private final Instant startedAt;
  private final int asked;
  private final Samples samples;
  private final int leftBehind;

  BatchResult(Instant startedAt, int asked, Samples samples, int leftBehind) {
    this.startedAt = startedAt;
    this.asked = asked;
    this.samples = samples;
    this.leftBehind = leftBehind;
  }

  /** The start of the run by the wall clock. */
  public Instant startedAt() {
    return startedAt;
  }

  /** The number of items begun. */
  public int count() {
    return samples.count();
  }

  /** The number of items not begun before the deadline; no errors, they are in no figure. */
  public int notBegun() {
    return asked - count();
  }

  /** Time from the real start to the end of each item, in nanoseconds. */
  public long[] itemNanos() {
    return IntStream.range(0, count()).mapToLong(samples::serviceNanos).toArray();
  }

  /** Time from the real start to the end of each item, in milliseconds. */
  public double[] itemMillis() {
    return Samples.millis(itemNanos());
  }

  /** How one item ended. */
  public Outcome outcome(int index) {
    return samples.outcomes[index];
  }

  /** The number of items that ended so. */
  public int count(Outcome outcome) {
    return samples.count(outcome);
  }

  /** Errors by message, as {@link LoadResult#errors()}. */
  public Map<String, Integer> errors() {
    return samples.errors();
  }

  /** Time from the start of the run to the end of its last item, in nanoseconds. */
  public long elapsedNanos() {
    return samples.lastEnd();
  }

  /** Items answered per second of {@link #elapsedNanos()}; 0 where no item was begun. */
  public double throughput() {
    return count() == 0 ? 0 : count(Outcome.ANSWERED) * 1e9 / elapsedNanos();
  }

  /** The item times, in nanoseconds, to three significant digits; a new histogram each time. */
  public Histogram histogram() {
    return Samples.histogram(itemNanos());
  }

  /** Threads that ignored their interruption and still ran 1 second after it; 0 is right. */
  public int leftBehind() {
    return leftBehind;
  }
}
