package dev.proven.gateway.flow;

import dev.proven.gateway.transport.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One request to the origin for which others wait. */
final class Flight {
  private final String key;
  private final Flights flights;
  private final int most;
  private @Nullable List<Consumer<Outcome>> waiters = new ArrayList<>();

  Flight(String key, Flights flights, int most) {
    this.key = key;
    this.flights = flights;
    this.most = most;
  }

  /** What became of it. */
  sealed interface Outcome {
    /** Everybody may have it whose request it fits. */
    record Shared(Entry entry) implements Outcome {}

    /** Everybody asks for himself. */
    record Alone() implements Outcome {}

    /** There was no answer. */
    record Failed(Call.Failure failure) implements Outcome {}
  }

  /** Whether there is still a place; the waiter is called on any thread. */
  synchronized boolean join(Consumer<Outcome> waiter) {
    if (waiters == null || waiters.size() >= most) {
      return false;
    }
    waiters.add(waiter);
    return true;
  }

  synchronized boolean hasWaiters() {
    return waiters != null && !waiters.isEmpty();
  }

  /** Whether nobody waits, and nobody can any more. */
  boolean closeIfEmpty() {
    synchronized (this) {
      if (waiters != null && !waiters.isEmpty()) {
        return false;
      }
      waiters = null;
    }
    flights.landed(key, this);
    return true;
  }

  /** Tells all waiters; only the first outcome counts. */
  void land(Outcome outcome) {
    List<Consumer<Outcome>> told;
    synchronized (this) {
      told = waiters == null ? List.of() : waiters;
      waiters = null;
    }
    flights.landed(key, this);
    told.forEach(waiter -> waiter.accept(outcome));
  }
}
