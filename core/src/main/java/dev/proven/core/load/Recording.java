package dev.proven.core.load;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The running record of one run: when each request really started and ended, and how.
 *
 * <p>Times are nanoseconds from the creation of the recording. Every request counts as capped at
 * the deadline until it ends before that. One lock guards it all, so that a request which answers
 * while the deadline falls is counted once; the start is read inside the lock and the end outside,
 * so that a wait for the lock is in no request's time.
 */
final class Recording {
  private final long origin;
  private final long deadline;

  @GuardedBy("this")
  private final long[] starts;

  @GuardedBy("this")
  private final long[] ends;

  @GuardedBy("this")
  private final Outcome[] outcomes;

  @GuardedBy("this")
  private final ErrorCounts errors = new ErrorCounts();

  @GuardedBy("this")
  private int next;

  @GuardedBy("this")
  private int running;

  @GuardedBy("this")
  private boolean closed;

  Recording(int count, long deadlineNanos) {
    deadline = deadlineNanos;
    starts = new long[count];
    ends = new long[count];
    outcomes = new Outcome[count];
    Arrays.fill(starts, Samples.NEVER);
    Arrays.fill(ends, deadline);
    Arrays.fill(outcomes, Outcome.CAPPED);
    origin = System.nanoTime();
  }

  long now() {
    return System.nanoTime() - origin;
  }

  long untilDeadline() {
    return Math.max(0, deadline - now());
  }

  /** Sends one request and records it, unless the run is over. */
  void send(Request request, int index) {
    if (begin(index)) {
      perform(request, index);
    }
  }

  /** Sends the next request not yet sent and records it; false once there is none. */
  boolean sendNext(Request request) {
    int index = beginNext();
    if (index < 0) {
      return false;
    }
    perform(request, index);
    return true;
  }

  private void perform(Request request, int index) {
    Throwable failure = null;
    try {
      request.send(index);
    } catch (Throwable error) { // also a failed assertion or a missing class: count, go on
      failure = error;
    }
    end(index, now(), failure);
  }

  private synchronized int beginNext() {
    return next < starts.length && begin(next) ? next++ : -1;
  }

  private synchronized boolean begin(int index) {
    long now = now();
    if (closed || now >= deadline) {
      return false;
    }
    starts[index] = now;
    running++;
    return true;
  }

  private synchronized void end(int index, long now, @Nullable Throwable failure) {
    running--;
    if (closed || now >= deadline) {
      return;
    }
    ends[index] = now;
    outcomes[index] = failure == null ? Outcome.ANSWERED : Outcome.FAILED;
    if (failure != null) {
      errors.add(failure);
    }
  }

  /** Closes the book: nothing begins any more, and what ends from now on stays capped. */
  synchronized void close() {
    closed = true;
  }

  /** The number of requests whose code is still running. */
  synchronized int running() {
    return running;
  }

  /** The closed book of every request, sent or not. */
  synchronized Samples all() {
    return first(starts.length);
  }

  /** The closed book of those requests that {@link #sendNext} began. */
  synchronized Samples begun() {
    return first(next);
  }

  @GuardedBy("this")
  private Samples first(int count) {
    return new Samples(
        Arrays.copyOf(starts, count),
        Arrays.copyOf(ends, count),
        Arrays.copyOf(outcomes, count),
        errors.snapshot());
  }
}
