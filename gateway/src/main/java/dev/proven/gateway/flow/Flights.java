package dev.proven.gateway.flow;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The requests to the origin for which others may wait, one for each key. */
final class Flights {
  private static final long MOST_MARKS = 100_000;

  private final ConcurrentMap<String, Flight> flying = new ConcurrentHashMap<>();
  private final Cache<String, Boolean> alone;
  private final int waiters;

  Flights(FlowOptions options) {
    waiters = options.waiters();
    alone = Caffeine.newBuilder().maximumSize(MOST_MARKS).expireAfterWrite(options.alone()).build();
  }

  /** Whether it makes sense to wait for somebody else's answer. */
  boolean areShared(String key) {
    return alone.getIfPresent(key) == null;
  }

  /** For some seconds it does not. */
  void markAlone(String key) {
    alone.put(key, true);
  }

  /** The one that flies; where there is none, null, and the own one flies from now on. */
  @Nullable Flight current(String key, Flight own) {
    return flying.putIfAbsent(key, own);
  }

  Flight of(String key) {
    return new Flight(key, this, waiters);
  }

  void landed(String key, Flight flight) {
    flying.remove(key, flight);
  }
}
