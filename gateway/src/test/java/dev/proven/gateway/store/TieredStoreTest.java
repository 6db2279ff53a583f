package dev.proven.gateway.store;

import static dev.proven.gateway.store.Samples.KEY;
import static dev.proven.gateway.store.Samples.bodies;
import static dev.proven.gateway.store.Samples.connected;
import static dev.proven.gateway.store.Samples.entry;
import static dev.proven.gateway.store.Samples.eventually;
import static dev.proven.gateway.store.Samples.find;
import static dev.proven.gateway.store.Samples.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.gateway.cache.Fields;
import dev.proven.gateway.flow.MemoryStore;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TieredStoreTest {
  private static RedisProcess redis;

  private TieredStore one;
  private TieredStore other;

  @BeforeAll
  static void startRedis() throws Exception {
    redis = RedisProcess.start();
  }

  @AfterAll
  static void stopRedis() throws Exception {
    redis.close();
  }

  private static TieredStore tiers() throws Exception {
    return new TieredStore(new MemoryStore(1 << 20, 8), connected(redis));
  }

  @BeforeEach
  void connect() throws Exception {
    try (var client = redis.client()) {
      client.flushAll();
    }
    one = tiers();
    other = tiers();
  }

  @AfterEach
  void close() {
    one.close();
    other.close();
  }

  @Test
  void instancesShareWhatOneHasPut() throws Exception {
    get(one.put(KEY, entry("a")));
    assertThat(bodies(other, KEY)).containsExactly("a");
  }

  @Test
  void aRestartKeepsTheWarmTier() throws Exception {
    for (int i = 0; i < 20; i++) {
      get(one.put(KEY + i, entry("a" + i)));
    }
    one.close();
    try (var restarted = tiers()) {
      for (int i = 0; i < 20; i++) {
        assertThat(bodies(restarted, KEY + i)).containsExactly("a" + i);
      }
      assertThat(restarted.shared().counts().hits()).isEqualTo(20);
    }
  }

  @Test
  void whatIsFoundInRedisIsThenInMemory() throws Exception {
    get(one.put(KEY, entry("de", "=de")));
    get(one.put(KEY, entry("en", "=en")));
    var found = find(other, KEY);
    assertThat(found).hasSize(2);
    assertThat(find(other, KEY)).containsExactlyInAnyOrderElementsOf(found);
    assertThat(other.shared().counts().hits()).isEqualTo(1);
    assertThat(one.shared().counts().hits()).isZero();
  }

  @Test
  void aReplacedHeadIsSeenByBoth() throws Exception {
    get(one.put(KEY, entry("a")));
    var old = find(one, KEY).getFirst();
    get(one.replace(KEY, old, entry("b")));
    assertThat(bodies(one, KEY)).containsExactly("b");
    assertThat(bodies(other, KEY)).containsExactly("b");
  }

  @Test
  void whatOneRemovesLeavesTheMemoryOfTheOther() throws Exception {
    get(one.put(KEY, entry("a")));
    get(one.put(KEY + "2", entry("b")));
    assertThat(bodies(other, KEY)).containsExactly("a");
    assertThat(bodies(other, KEY + "2")).containsExactly("b");
    get(one.remove(KEY));
    assertThat(bodies(one, KEY)).isEmpty();
    eventually(() -> bodies(other, KEY).isEmpty());
    Samples.pause();
    get(one.removeByPrefix(KEY));
    assertThat(bodies(one, KEY + "2")).isEmpty();
    eventually(() -> bodies(other, KEY + "2").isEmpty());
  }

  @Test
  void surrogateKeysToo() throws Exception {
    var fields = Fields.of("Cache-Control", "max-age=60", "Surrogate-Key", "shoes");
    get(one.put(KEY, entry("a", fields, Map.of(), System.currentTimeMillis())));
    get(one.put(KEY + "2", entry("b")));
    assertThat(bodies(other, KEY)).containsExactly("a");
    Samples.pause();
    get(one.removeBySurrogate("shoes"));
    assertThat(bodies(one, KEY)).isEmpty();
    assertThat(bodies(one, KEY + "2")).containsExactly("b");
    eventually(() -> bodies(other, KEY).isEmpty());
    assertThat(bodies(other, KEY + "2")).containsExactly("b");
  }

  @Test
  void whatIsInMemoryIsNotOverwrittenByWhatIsOlder() throws Exception {
    long now = System.currentTimeMillis();
    get(one.put(KEY, entry("new", "", now)));
    get(other.shared().put(KEY, entry("old", "", now - 5_000)));
    assertThat(get(one.findShared(KEY))).hasSize(1);
    assertThat(bodies(one, KEY)).containsExactly("new");
    get(other.shared().put(KEY, entry("newer", "", now + 5)));
    assertThat(get(one.findShared(KEY))).hasSize(1);
    assertThat(bodies(one, KEY)).containsExactly("newer");
  }

  /** However a look into Redis and a removal meet, what was removed does not come to memory. */
  @Test
  void aLookThatGoesOnBringsNothingBackThatWasRemoved() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 500; i++) {
        var key = KEY + i;
        get(one.put(key, entry("a")));
        var looks =
            threads.submit(() -> {
              for (int n = 0; n < 5; n++) {
                find(other, key);
              }
              return true;
            });
        var removed = threads.submit(() -> get(other.remove(key)) == null);
        assertThat(removed.get()).isTrue();
        assertThat(looks.get()).isTrue();
        assertThat(find(other, key)).as("%s", i).isEmpty();
      }
    }
  }

  /** Redis answers in order: what was there, that it is removed, and that nothing is there. */
  @Test
  void aSecondLookDoesNotLetTheFirstBringBackWhatWasRemoved() throws Exception {
    get(one.put(KEY, entry("a")));
    redis.hang();
    var first = other.find(KEY);
    var removed = other.remove(KEY);
    var second = other.find(KEY);
    redis.goOn();
    get(removed);
    get(first);
    assertThat(get(second)).isEmpty();
    assertThat(find(other, KEY)).isEmpty();
  }

  @Test
  void manyLooksForOneKeyAreOne() throws Exception {
    get(one.put(KEY, entry("a")));
    var looks = java.util.stream.IntStream.range(0, 100).mapToObj(_ -> other.find(KEY)).toList();
    for (var look : looks) {
      assertThat(get(look)).hasSize(1);
    }
    assertThat(other.shared().counts().hits()).isLessThan(100);
  }
}
