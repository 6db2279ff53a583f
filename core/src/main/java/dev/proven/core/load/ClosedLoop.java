package dev.proven.core.load;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A closed-loop load driver for batch work: each worker does the next item once it is done with its
 * last, until all items are done or the deadline has come.
 *
 * <p>Right for throughput and for the time that an item takes. <b>Its percentiles hide stalls</b>:
 * while the system stalls the workers do not ask, so a stall of any length counts once a worker,
 * not once for every request that a user would have sent meanwhile. For latency under load take
 * {@link OpenLoop}.
 *
 * <p>Workers are platform threads, so that work which fills a processor is not held to the few
 * carriers of virtual threads. For a list, send {@code index -> use(items.get(index))}.
 *
 * @param workers items done at once, 1 to {@link #MAX_WORKERS}
 * @param deadline time after which nothing begins, and what runs is interrupted and counted as
 *     {@link Outcome#CAPPED}; over 0 and at most 24 hours
 */
public record ClosedLoop(int workers, Duration deadline) {
  /** The most workers. */
  public static final int MAX_WORKERS = 1_000;

  /** The most items of one run. */
  public static final int MAX_COUNT = ArrivalTimes.MAX_COUNT;

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException where one is out of its range
   */
  public ClosedLoop {
    Limits.check("workers", workers, MAX_WORKERS);
    Limits.check("deadline", deadline, ArrivalTimes.MAX_SPAN);
  }

  /**
   * Does items 0 to count - 1, each at most once and begun in this order.
   *
   * @param count number of items, 1 to {@link #MAX_COUNT}
   * @throws IllegalArgumentException where count is out of its range
   * @throws InterruptedException where the calling thread is interrupted; the run is given up, its
   *     workers are interrupted, and have ended (or 1 second has passed)
   */
  public BatchResult run(int count, Request work) throws InterruptedException {
    Limits.check("count", count, MAX_COUNT);
    Recording recording = new Recording(count, deadline.toNanos());
    Instant startedAt = Instant.now();
    ExecutorService threads =
        Executors.newFixedThreadPool(
            workers, Thread.ofPlatform().daemon().name("proven-batch-", 0).factory());
    try {
      for (int i = 0; i < workers; i++) {
        threads.execute(() -> workThrough(recording, work));
      }
      Workers.finish(threads, recording);
    } finally {
      Workers.stop(threads, recording);
    }
    return new BatchResult(startedAt, count, recording.begun(), recording.running());
  }

  private static void workThrough(Recording recording, Request work) {
    boolean more = true;
    while (more) {
      more = recording.sendNext(work);
    }
  }
}
