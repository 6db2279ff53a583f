package dev.proven.core.load;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The places for concurrent requests. A free place is the instant at which it became free, and the
 * one that has been free longest is given first: so it is known since when a request could have
 * gone out, whoever was late.
 */
final class Slots {
  private final BlockingQueue<Long> freeSince;

  Slots(int count) {
    freeSince = new ArrayBlockingQueue<>(count);
    for (int i = 0; i < count; i++) {
      freeSince.add(0L);
    }
  }

  /** Waits for a place and takes it: since when it was free, or null where none was in time. */
  @Nullable Long take(long timeoutNanos) throws InterruptedException {
    return freeSince.poll(timeoutNanos, TimeUnit.NANOSECONDS);
  }

  void giveBack(long now) {
    freeSince.add(now);
  }
}
