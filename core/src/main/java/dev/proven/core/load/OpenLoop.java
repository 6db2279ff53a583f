package dev.proven.core.load;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * An open-loop load driver: it sends each request at its intended time, whether or not earlier ones
 * have been answered, and counts every latency from the intended time.
 *
 * <p>At most {@code concurrency} requests are in flight. One that finds no free slot waits for it
 * in order of arrival and keeps its intended start, so that a stall of the system shows in full.
 *
 * <p>Each request runs on a virtual thread of its own; the calling thread, best a platform thread,
 * keeps the time. A run is over at the latest at its deadline, {@code grace} after the last
 * intended arrival: what is out by then is interrupted and counted as {@link Outcome#CAPPED} with
 * its latency up to the deadline. A driver keeps no state between runs.
 *
 * @param arrivals when to send; the same for both arms
 * @param concurrency the most requests in flight, 1 to {@link #MAX_CONCURRENCY}
 * @param grace time from the last intended arrival to the deadline, over 0 and at most 1 hour
 */
public record OpenLoop(ArrivalTimes arrivals, int concurrency, Duration grace) {
  /** The most requests in flight. */
  public static final int MAX_CONCURRENCY = 100_000;

  private static final Duration MAX_GRACE = Duration.ofHours(1);

  /** About what a timer of Linux is late: parking ends this early, the rest is spun. */
  private static final long SPIN_NANOS = 50_000;

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException where one is out of its range
   */
  public OpenLoop {
    Limits.check("concurrency", concurrency, MAX_CONCURRENCY);
    Limits.check("grace", grace, MAX_GRACE);
  }

  /**
   * Sends every request once and waits for the answers, at most until the deadline.
   *
   * @throws InterruptedException where the calling thread is interrupted; the run is given up, its
   *     requests are interrupted, and their threads have ended (or 1 second has passed)
   */
  public LoadResult run(Request request) throws InterruptedException {
    Recording recording = new Recording(arrivals.count(), arrivals.last() + grace.toNanos());
    Instant startedAt = Instant.now();
    ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("proven-load-", 0).factory());
    long[] ready;
    try {
      ready = dispatch(request, recording, threads);
      Workers.finish(threads, recording);
    } finally {
      Workers.stop(threads, recording);
    }
    return new LoadResult(startedAt, arrivals, ready, recording.all(), recording.running());
  }

  /** Starts the requests; returns the times at which each was due and had a free slot. */
  private long[] dispatch(Request request, Recording recording, ExecutorService threads)
      throws InterruptedException {
    Slots slots = new Slots(concurrency);
    long[] ready = new long[arrivals.count()];
    for (int i = 0; i < ready.length; i++) {
      int index = i;
      await(arrivals.at(index), recording);
      Long freeSince = slots.take(recording.untilDeadline());
      if (freeSince == null) {
        break;
      }
      ready[index] = Math.max(arrivals.at(index), freeSince);
      threads.execute(() -> sendAndGiveBack(request, index, recording, slots));
    }
    return ready;
  }

  private static void sendAndGiveBack(
      Request request, int index, Recording recording, Slots slots) {
    recording.send(request, index);
    slots.giveBack(recording.now());
  }

  private static void await(long time, Recording recording) throws InterruptedException {
    for (long left = time - recording.now(); left > 0; left = time - recording.now()) {
      if (Thread.interrupted()) {
        throw new InterruptedException("the load run was interrupted");
      }
      if (left > SPIN_NANOS) {
        LockSupport.parkNanos(left - SPIN_NANOS);
      } else {
        Thread.onSpinWait();
      }
    }
  }
}
