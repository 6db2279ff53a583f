package dev.proven.gateway.store;

import static dev.proven.gateway.store.Samples.KEY;
import static dev.proven.gateway.store.Samples.bodies;
import static dev.proven.gateway.store.Samples.connected;
import static dev.proven.gateway.store.Samples.entry;
import static dev.proven.gateway.store.Samples.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.gateway.store.Leases.Holder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeasesTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static RedisProcess redis;

  private RedisStore one;
  private RedisStore other;

  @BeforeAll
  static void startRedis() throws Exception {
    redis = RedisProcess.start();
  }

  @AfterAll
  static void stopRedis() throws Exception {
    redis.close();
  }

  @BeforeEach
  void connect() throws Exception {
    try (var client = redis.client()) {
      client.flushAll();
    }
    one = connected(redis);
    other = connected(redis);
  }

  @AfterEach
  void close() {
    one.close();
    other.close();
  }

  static void oneAfterAnother(Leases one, Leases other) throws Exception {
    var first = get(one.take(KEY, MINUTE));
    assertThat(first).isInstanceOf(Holder.Self.class);
    assertThat(get(other.take(KEY, MINUTE))).isInstanceOf(Holder.Other.class);
    assertThat(get(one.take(KEY, MINUTE))).isInstanceOf(Holder.Other.class);
    assertThat(get(other.take(KEY + "2", MINUTE))).isInstanceOf(Holder.Self.class);
    var waiting = other.free(KEY, MINUTE);
    assertThat(get(one.giveBack((Holder.Self) first))).isTrue();
    assertThat(get(waiting)).isTrue();
    assertThat(get(other.take(KEY, MINUTE))).isInstanceOf(Holder.Self.class);
  }

  @Test
  void oneHasItAndWakesTheOther() throws Exception {
    oneAfterAnother(one.leases(), other.leases());
  }

  @Test
  void whoWaitsForNothingWaitsNotAtAll() throws Exception {
    assertThat(get(one.leases().free(KEY, MINUTE))).isTrue();
  }

  @Test
  void theTimeToWaitIsBounded() throws Exception {
    get(one.leases().take(KEY, MINUTE));
    assertThat(get(other.leases().free(KEY, Duration.ofMillis(50)))).isFalse();
  }

  /** By looking now and then alone, that many rounds would take twice the time allowed. */
  @Test
  void aMessageWakesNotALookNowAndThen() throws Exception {
    long begin = System.nanoTime();
    for (int i = 0; i < 40; i++) {
      var mine = (Holder.Self) get(one.leases().take(KEY, MINUTE));
      var waiting = other.leases().free(KEY, MINUTE);
      get(one.leases().giveBack(mine));
      assertThat(get(waiting)).isTrue();
    }
    assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(10));
  }

  @Test
  void aLeaseRunsOutWithItsHolder() throws Exception {
    var lost = (Holder.Self) get(one.leases().take(KEY, Duration.ofMillis(200)));
    one.close();
    assertThat(get(other.leases().free(KEY, MINUTE))).isTrue();
    var mine = get(other.leases().take(KEY, MINUTE));
    assertThat(mine).isInstanceOf(Holder.Self.class);
    assertThat(get(other.leases().giveBack(lost))).isFalse();
    assertThat(get(other.leases().take(KEY, MINUTE))).isInstanceOf(Holder.Other.class);
  }

  @Test
  void aForeignLeaseWithoutAnEndHoldsNobodyUp() throws Exception {
    try (var client = redis.client()) {
      client.set(new Keys("proven").lease(KEY), "theirs");
    }
    assertThat(get(one.leases().take(KEY, MINUTE))).isInstanceOf(Holder.Other.class);
    assertThat(get(one.leases().free(KEY, MINUTE))).isFalse();
  }

  /** As the gateway does it: 32 requests to each of two instances, one call to the origin. */
  @Test
  void oneCallForManyRequestsToTwoInstances() throws Exception {
    var calls = new AtomicInteger();
    var answers = new ArrayList<CompletableFuture<List<String>>>();
    try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 64; i++) {
        var store = i % 2 == 0 ? one : other;
        answers.add(CompletableFuture.supplyAsync(() -> request(store, calls), threads));
      }
    }
    for (var answer : answers) {
      assertThat(get(answer)).containsExactly("the answer");
    }
    assertThat(calls).hasValue(1);
  }

  private static List<String> request(RedisStore store, AtomicInteger calls) {
    try {
      for (var found = bodies(store, KEY); true; found = bodies(store, KEY)) {
        if (!found.isEmpty()) {
          return found;
        }
        if (get(store.leases().take(KEY, MINUTE)) instanceof Holder.Self self) {
          // Somebody may have had it, and given it back, after the look.
          if (bodies(store, KEY).isEmpty()) {
            calls.incrementAndGet();
            TimeUnit.MILLISECONDS.sleep(100);
            get(store.put(KEY, entry("the answer")));
          }
          get(store.leases().giveBack(self));
        } else {
          get(store.leases().free(KEY, MINUTE));
        }
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
