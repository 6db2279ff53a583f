package dev.proven.gateway.store;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A circuit breaker: after some failures one after another it lets nothing pass for a while, then
 * one probe, whose outcome decides.
 */
final class Breaker {
  private final int most;
  private final long pause;
  private final LongSupplier nanoTime;
  private int failures;
  private boolean open;
  private boolean probing;
  private long until;

  Breaker(int failures, Duration pause, LongSupplier nanoTime) {
    this.most = failures;
    this.pause = pause.toNanos();
    this.nanoTime = nanoTime;
  }

  /** Whether a command may be sent; its outcome must be told afterwards. */
  synchronized boolean passes() {
    if (!open) {
      return true;
    }
    if (probing || nanoTime.getAsLong() - until < 0) {
      return false;
    }
    probing = true;
    return true;
  }

  synchronized void succeeded() {
    // A late answer of before the pause proves nothing.
    if (!open || probing) {
      failures = 0;
      open = false;
      probing = false;
    }
  }

  synchronized void failed() {
    failures = Math.min(most, failures + 1);
    if (failures >= most && (!open || probing)) {
      open = true;
      until = nanoTime.getAsLong() + pause;
    }
    probing = false;
  }

  synchronized boolean isOpen() {
    return open;
  }
}
