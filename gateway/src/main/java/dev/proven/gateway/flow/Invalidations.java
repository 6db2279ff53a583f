package dev.proven.gateway.flow;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;

/**
 * When keys were invalidated, so that an answer that was already on its way then is not stored
 * afterwards.
 */
final class Invalidations {
  private static final Duration LONGEST_ANSWER = Duration.ofMinutes(10);
  private static final long MOST = 100_000;

  private final Cache<String, Long> moments =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(LONGEST_ANSWER).build();
  private volatile long all = System.nanoTime();

  /** A point on the scale of {@link #since}. */
  static long now() {
    return System.nanoTime();
  }

  void add(String key) {
    moments.put(key, now());
  }

  /** Many keys, of which nobody knows which are on their way. */
  void addAll() {
    all = now();
  }

  /** Whether the key was invalidated at that moment or later. */
  boolean since(String key, long moment) {
    var last = moments.getIfPresent(key);
    return all - moment >= 0 || (last != null && last - moment >= 0);
  }
}
