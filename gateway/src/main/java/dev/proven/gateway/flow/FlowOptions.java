package dev.proven.gateway.flow;

import dev.proven.gateway.cache.CacheOptions;
import java.time.Duration;

/**
 * What a user may choose about the flow.
 *
 * @param cache about caching
 * @param mostStored bytes of a body that is stored; longer ones only pass
 * @param waiters for one answer of the origin at a time
 * @param waitTime after which a waiter goes to the origin itself
 * @param alone how long nobody waits for answers of a key, after one could not be shared
 */
public record FlowOptions(
    CacheOptions cache, int mostStored, int waiters, Duration waitTime, Duration alone) {
  /** As the standard has it. */
  public static final FlowOptions STANDARD =
      new FlowOptions(
          CacheOptions.STANDARD, 8_388_608, 1024, Duration.ofSeconds(10), Duration.ofSeconds(5));
}
