package dev.proven.gateway.store;

import static dev.proven.gateway.store.Samples.KEY;
import static dev.proven.gateway.store.Samples.bodies;
import static dev.proven.gateway.store.Samples.connected;
import static dev.proven.gateway.store.Samples.entry;
import static dev.proven.gateway.store.Samples.eventually;
import static dev.proven.gateway.store.Samples.find;
import static dev.proven.gateway.store.Samples.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.gateway.flow.MemoryStore;
import dev.proven.gateway.store.Leases.Holder;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class RedisAwayTest {
  @TempDir Path folder;

  private static TieredStore tiers(RedisStore shared) {
    return new TieredStore(new MemoryStore(1 << 20, 8), shared);
  }

  private static RedisOptions hasty(String address) {
    return RedisOptions.of(address).with(Duration.ofMillis(50), 3, Duration.ofMillis(500));
  }

  @Test
  void whereThereIsNoRedisMemoryServes() throws Exception {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    try (var store = tiers(new RedisStore(hasty("redis://127.0.0.1:" + port)))) {
      assertThat(find(store, KEY)).isEmpty();
      get(store.put(KEY, entry("a")));
      assertThat(bodies(store, KEY)).containsExactly("a");
      assertThat(get(store.shared().leases().take(KEY, Duration.ofSeconds(1))))
          .isInstanceOf(Holder.Unknown.class);
      assertThat(get(store.shared().leases().free(KEY, Duration.ofMinutes(1)))).isFalse();
      get(store.removeByPrefix("https://"));
      assertThat(bodies(store, KEY)).isEmpty();
      get(store.remove(KEY));
    }
  }

  @Test
  void aServerThatNeverAnswersIsLikeNone() throws Exception {
    try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var store = tiers(new RedisStore(hasty("redis://127.0.0.1:" + silent.getLocalPort())))) {
      for (int i = 0; i < 100; i++) {
        get(store.put(KEY + i, entry("a")));
        assertThat(find(store, KEY + "-" + i)).isEmpty();
        assertThat(bodies(store, KEY + i)).containsExactly("a");
      }
      assertThat(store.shared().isUsable()).isFalse();
    }
  }

  @Test
  void aRedisThatHangsCostsAFewTimeoutsAndComesBack() throws Exception {
    try (var redis = RedisProcess.start();
        var shared = connected(hasty(redis.address()))) {
      eventually(() -> {
        get(shared.put(KEY, entry("warm")));
        return bodies(shared, KEY).contains("warm");
      });
      redis.hang();
      long sent = shared.counts().failures();
      for (int i = 0; i < 1_000; i++) {
        assertThat(find(shared, KEY)).isEmpty();
      }
      assertThat(shared.counts().failures() - sent).isLessThan(50);
      assertThat(shared.counts().skipped()).isGreaterThan(500);
      redis.goOn();
      eventually(() -> bodies(shared, KEY).contains("warm"));
    }
  }

  @Test
  void aRedisThatIsKilledAndStartedAgainIsUsedAgain() throws Exception {
    try (var redis = RedisProcess.start();
        var store = tiers(connected(hasty(redis.address())))) {
      get(store.put(KEY, entry("a")));
      redis.kill();
      for (int i = 0; i < 200; i++) {
        assertThat(bodies(store, KEY)).containsExactly("a");
        assertThat(find(store, KEY + "other" + i)).isEmpty();
        get(store.put(KEY + i, entry("b")));
        assertThat(bodies(store, KEY + i)).containsExactly("b");
      }
      redis.startAgain();
      eventually(store.shared()::isUsable);
      eventually(() -> {
        get(store.put(KEY + "new", entry("c")));
        return bodies(store.shared(), KEY + "new").contains("c");
      });
      // The subscription comes back too.
      try (var other = tiers(connected(hasty(redis.address())))) {
        eventually(() -> bodies(other, KEY + "new").contains("c"));
        eventually(() -> {
          get(other.put(KEY + "new", entry("c")));
          get(store.remove(KEY + "new"));
          Thread.sleep(20);
          return bodies(other, KEY + "new").isEmpty();
        });
      }
    }
  }

  @Test
  void whatIsRemovedWhileRedisIsAwayStaysRemoved() throws Exception {
    var kept = new String[] {"dir " + folder, "appendonly yes", "appendfsync always"};
    try (var redis = RedisProcess.start(kept);
        var store = tiers(connected(hasty(redis.address())))) {
      eventually(() -> {
        get(store.put(KEY, entry("old")));
        get(store.put(KEY + "2", entry("good")));
        return bodies(store.shared(), KEY).contains("old")
            && bodies(store.shared(), KEY + "2").contains("good");
      });
      redis.kill();
      Samples.pause();
      get(store.remove(KEY));
      redis.startAgain();
      eventually(() -> bodies(store.shared(), KEY + "2").contains("good"));
      assertThat(bodies(store, KEY)).isEmpty();
      // Another instance that starts now learns of it as soon as it was told.
      eventually(() -> {
        try (var client = redis.client()) {
          return client.exists(new Keys("proven").notes());
        }
      });
      try (var other = connected(hasty(redis.address()))) {
        eventually(() -> bodies(other, KEY + "2").contains("good"));
        assertThat(bodies(other, KEY)).isEmpty();
      }
    }
  }
}
