package dev.proven.gateway.store;

import java.util.concurrent.atomic.LongAdder;

/** What the shared tier did, for the metrics. */
public final class Counts {
  final LongAdder hits = new LongAdder();
  final LongAdder misses = new LongAdder();
  final LongAdder writes = new LongAdder();
  final LongAdder foreign = new LongAdder();
  final LongAdder failures = new LongAdder();
  final LongAdder skipped = new LongAdder();

  /** Keys for which Redis had an entry. */
  public long hits() {
    return hits.sum();
  }

  /** Keys for which it had none, or could not say. */
  public long misses() {
    return misses.sum();
  }

  /** Entries written. */
  public long writes() {
    return writes.sum();
  }

  /** Values that are not ours, not whole, of another version or damaged. */
  public long foreign() {
    return foreign.sum();
  }

  /** Commands that failed or took too long. */
  public long failures() {
    return failures.sum();
  }

  /** Commands not sent, since Redis is away or left alone. */
  public long skipped() {
    return skipped.sum();
  }
}
