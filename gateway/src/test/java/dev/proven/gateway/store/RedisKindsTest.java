package dev.proven.gateway.store;

import static dev.proven.gateway.store.Samples.KEY;
import static dev.proven.gateway.store.Samples.bodies;
import static dev.proven.gateway.store.Samples.connected;
import static dev.proven.gateway.store.Samples.entry;
import static dev.proven.gateway.store.Samples.eventually;
import static dev.proven.gateway.store.Samples.get;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisKindsTest {
  @TempDir Path folder;

  @Test
  void aPasswordIsTakenFromTheAddress() throws Exception {
    try (var redis = RedisProcess.start("requirepass secret")) {
      var address = "redis://:secret@127.0.0.1:" + redis.port();
      try (var store =
          connected(
              RedisOptions.of(address).with(Duration.ofSeconds(2), 2, Duration.ofMillis(300)))) {
        get(store.put(KEY, entry("a")));
        assertThat(bodies(store, KEY)).containsExactly("a");
        assertThat(store.toString()).doesNotContain("secret");
      }
      try (var store =
          new RedisStore(RedisOptions.of("redis://:wrong@127.0.0.1:" + redis.port()))) {
        get(store.put(KEY, entry("b")));
        assertThat(bodies(store, KEY)).isEmpty();
        assertThat(store.isUsable()).isFalse();
      }
    }
  }

  @Test
  void aClusterIsUsedLikeOneRedis() throws Exception {
    try (var redis = RedisProcess.start("cluster-enabled yes", "dir " + folder)) {
      try (var client = redis.client()) {
        for (int slot = 0; slot < 16_384; slot += 1024) {
          client.clusterAddSlots(IntStream.range(slot, slot + 1024).toArray());
        }
        eventually(() -> client.clusterInfo().contains("cluster_state:ok"));
      }
      var options = RedisOptions.of(redis.address() + "," + redis.address());
      assertThat(options.cluster()).isTrue();
      var patient = options.with(Duration.ofSeconds(2), 2, Duration.ofMillis(300));
      try (var store = connected(patient);
          var other = connected(patient)) {
        for (int i = 0; i < 50; i++) {
          get(store.put(KEY + i, entry("a" + i)));
        }
        for (int i = 0; i < 50; i++) {
          assertThat(bodies(other, KEY + i)).containsExactly("a" + i);
        }
        Samples.pause();
        get(other.removeByPrefix(KEY + "1"));
        eventually(() -> bodies(store, KEY + "11").isEmpty());
        assertThat(bodies(store, KEY + "2")).containsExactly("a2");
        LeasesTest.oneAfterAnother(store.leases(), other.leases());
      }
    }
  }
}
