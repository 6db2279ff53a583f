package dev.proven.gateway.transport;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A point in time that is moved far more often than it is reached. Moving it costs nothing: the one
 * timer looks, when it fires, whether there is still time left.
 */
final class Deadline {
  private static final long NEVER = Long.MAX_VALUE;

  private final EventLoop loop;
  private final Runnable expired;
  private long at = NEVER;
  private long fires = NEVER;

  Deadline(EventLoop loop, Runnable expired) {
    this.loop = loop;
    this.expired = expired;
  }

  /** Not at all. */
  void never() {
    at = NEVER;
  }

  void in(Duration time) {
    long now = now();
    at = now + time.toNanos();
    if (fires == NEVER || at < fires) {
      schedule(now);
    }
  }

  private void schedule(long now) {
    long planned = at;
    fires = planned;
    loop.schedule(() -> fire(planned), Math.max(0, planned - now), TimeUnit.NANOSECONDS);
  }

  private void fire(long planned) {
    if (planned != fires) {
      return;
    }
    fires = NEVER;
    long now = now();
    if (at == NEVER) {
      return;
    }
    if (at <= now) {
      at = NEVER;
      expired.run();
    } else {
      schedule(now);
    }
  }

  private static final long START = System.nanoTime();

  private static long now() {
    return System.nanoTime() - START;
  }
}
