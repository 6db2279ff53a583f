package dev.proven.gateway.store;

import static dev.proven.gateway.store.Samples.KEY;
import static dev.proven.gateway.store.Samples.bodies;
import static dev.proven.gateway.store.Samples.connected;
import static dev.proven.gateway.store.Samples.entry;
import static dev.proven.gateway.store.Samples.eventually;
import static dev.proven.gateway.store.Samples.find;
import static dev.proven.gateway.store.Samples.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proven.gateway.cache.Fields;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;

class RedisStoreTest {
  private static RedisProcess redis;

  private Jedis client;
  private RedisStore store;

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
    client = redis.client();
    client.flushAll();
    store = connected(redis);
  }

  @AfterEach
  void close() {
    store.close();
    client.close();
  }

  private byte[] variants() {
    return new Keys("proven").variants(KEY).getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void givesBackWhatItGot() throws Exception {
    assertThat(find(store, KEY)).isEmpty();
    var put = entry("hello");
    get(store.put(KEY, put));
    var found = find(store, KEY).getFirst();
    assertThat(found.stored()).isEqualTo(put.stored());
    assertThat(found.body()).isEqualTo(put.body());
    assertThat(store.counts().hits()).isEqualTo(1);
    assertThat(store.counts().misses()).isEqualTo(1);
  }

  @Test
  void largeBodiesToo() throws Exception {
    var body = "0123456789abcdef".repeat(100_000);
    get(store.put(KEY, entry(body)));
    assertThat(bodies(store, KEY)).containsExactly(body);
  }

  @Test
  void keepsTheVariantsOfAKey() throws Exception {
    get(store.put(KEY, entry("eins", "=de")));
    get(store.put(KEY, entry("one", "=en")));
    get(store.put(KEY, entry("two", "=en")));
    get(store.put(KEY + "x", entry("other", "=en")));
    assertThat(bodies(store, KEY)).containsExactly("eins", "two");
  }

  @Test
  void theOldestVariantGoesWhereThereAreTooMany() throws Exception {
    try (var small = connected(Samples.options(redis).bounded(3, 1 << 20))) {
      long now = System.currentTimeMillis();
      for (int i = 0; i < 10; i++) {
        get(small.put(KEY, entry("v" + i, "=l" + i, now - 1000 + i)));
      }
      assertThat(bodies(small, KEY)).containsExactly("v7", "v8", "v9");
    }
    assertThat(client.zcard(new Keys("proven").index(KEY))).isEqualTo(3);
  }

  @Test
  void allVariantsTogetherAreBounded() throws Exception {
    try (var small = connected(Samples.options(redis).bounded(100, 10_000))) {
      long now = System.currentTimeMillis();
      for (int i = 0; i < 10; i++) {
        get(small.put(KEY, entry(i + "x".repeat(4_000), "=l" + i, now - 1000 + i)));
      }
      assertThat(bodies(small, KEY)).hasSize(2);
      get(small.put(KEY, entry("x".repeat(20_000), "=large")));
      assertThat(bodies(small, KEY)).hasSize(2);
    }
  }

  @Test
  void allOfAKeyLiesInOneSlotAndEnds() throws Exception {
    get(store.put(KEY, entry("hello")));
    var names = client.keys("proven{*}:*");
    assertThat(names).hasSize(2);
    assertThat(names.stream().map(n -> n.substring(0, n.indexOf('}'))).distinct()).hasSize(1);
    for (var name : names) {
      assertThat(client.pttl(name)).isBetween(500_000L, 600_000L);
    }
  }

  @Test
  void keepsAsLongAsItIsOfUse() throws Exception {
    long now = System.currentTimeMillis();
    var key = new Keys("proven").variants(KEY);
    var stale = Fields.of("Cache-Control", "max-age=10, stale-while-revalidate=100");
    get(store.put(KEY, entry("a", stale, Map.of(), now)));
    assertThat(client.pttl(key)).isBetween(100_000L, 110_000L);
    client.flushAll();
    var lasting = Fields.of("Cache-Control", "max-age=100000000");
    get(store.put(KEY, entry("a", lasting, Map.of(), now)));
    assertThat(client.pttl(key)).isBetween(86_000_000L, 86_400_000L);
    client.flushAll();
    var asked = Fields.of("Cache-Control", "no-cache", "ETag", "\"1\"");
    get(store.put(KEY, entry("a", asked, Map.of(), now)));
    assertThat(client.pttl(key)).isBetween(500_000L, 600_000L);
    client.flushAll();
    var useless = Fields.of("Cache-Control", "max-age=10");
    get(store.put(KEY, entry("a", useless, Map.of(), now - 11_000)));
    assertThat(client.exists(key)).isFalse();
  }

  @Test
  void replacesOnlyWhatIsStillThere() throws Exception {
    var old = entry("a", "=en");
    get(store.put(KEY, old));
    var better = entry("b", "=en");
    get(store.replace(KEY, old, better));
    assertThat(bodies(store, KEY)).containsExactly("b");
    get(store.replace(KEY, old, entry("c", "=en")));
    assertThat(bodies(store, KEY)).containsExactly("b");
    get(store.remove(KEY));
    get(store.replace(KEY, better, entry("d", "=en")));
    assertThat(bodies(store, KEY)).isEmpty();
  }

  @Test
  void removesAKey() throws Exception {
    get(store.put(KEY, entry("a")));
    get(store.remove(KEY));
    assertThat(bodies(store, KEY)).isEmpty();
    assertThat(client.keys("proven{*}:*")).isEmpty();
    get(store.put(KEY, entry("b")));
    assertThat(bodies(store, KEY)).containsExactly("b");
  }

  @Test
  void removesByPrefixForAllInstances() throws Exception {
    try (var other = connected(redis)) {
      get(store.put(KEY, entry("a")));
      get(store.put("https://else.example/", entry("b")));
      Samples.pause();
      get(store.removeByPrefix("https://shop.example/"));
      assertThat(bodies(store, KEY)).isEmpty();
      assertThat(bodies(store, "https://else.example/")).containsExactly("b");
      eventually(() -> bodies(other, KEY).isEmpty());
      assertThat(bodies(other, "https://else.example/")).containsExactly("b");
      Samples.pause();
      get(other.put(KEY, entry("new")));
      assertThat(bodies(store, KEY)).containsExactly("new");
    }
    try (var later = connected(redis)) {
      get(later.put(KEY, entry("old", "=de", System.currentTimeMillis() - 60_000)));
      assertThat(bodies(later, KEY)).containsExactly("new");
    }
  }

  @Test
  void removesBySurrogateKey() throws Exception {
    var fields = Fields.of("Cache-Control", "max-age=60", "Surrogate-Key", "shoes sale");
    get(store.put(KEY, entry("a", fields, Map.of(), System.currentTimeMillis())));
    get(store.put(KEY + "2", entry("b")));
    Samples.pause();
    get(store.removeBySurrogate("shoe"));
    assertThat(bodies(store, KEY)).containsExactly("a");
    get(store.removeBySurrogate("shoes"));
    assertThat(bodies(store, KEY)).isEmpty();
    assertThat(bodies(store, KEY + "2")).containsExactly("b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "PROV", "garbage that is longer than 32 bytes, far longer"})
  void foreignValuesAreAMiss(String value) throws Exception {
    client.hset(
        variants(), "id".getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
    assertThat(find(store, KEY)).isEmpty();
    assertThat(store.counts().foreign()).isEqualTo(1);
    get(store.put(KEY, entry("a")));
    assertThat(bodies(store, KEY)).containsExactly("a");
    assertThat(client.hlen(variants())).isEqualTo(1);
  }

  @Test
  void truncatedAndDamagedValuesAreAMissBesideGoodOnes() throws Exception {
    get(store.put(KEY, entry("good", "=en")));
    get(store.put(KEY, entry("bad", "=de")));
    for (var field : client.hgetAll(variants()).entrySet()) {
      if (new String(field.getValue(), StandardCharsets.UTF_8).endsWith("bad")) {
        var part = java.util.Arrays.copyOf(field.getValue(), field.getValue().length - 1);
        client.hset(variants(), field.getKey(), part);
      }
    }
    assertThat(bodies(store, KEY)).containsExactly("good");
    assertThat(store.counts().foreign()).isEqualTo(1);
  }

  @Test
  void anotherUrisEntryIsNeverTaken() throws Exception {
    get(store.put(KEY + "2", entry("theirs")));
    var theirs = new Keys("proven").variants(KEY + "2").getBytes(StandardCharsets.UTF_8);
    client.hset(variants(), client.hgetAll(theirs));
    assertThat(find(store, KEY)).isEmpty();
    assertThat(store.counts().foreign()).isEqualTo(1);
  }

  @Test
  void valuesOfAnotherTypeAreAMissAndAreOverwritten() throws Exception {
    client.set(variants(), "text".getBytes(StandardCharsets.UTF_8));
    client.sadd(new Keys("proven").index(KEY), "text");
    client.set(new Keys("proven").notes(), "text");
    assertThat(find(store, KEY)).isEmpty();
    assertThat(store.counts().foreign()).isEqualTo(1);
    assertThat(store.isUsable()).isTrue();
    get(store.put(KEY, entry("a")));
    assertThat(bodies(store, KEY)).containsExactly("a");
    Samples.pause();
    get(store.removeByPrefix(""));
    assertThat(client.hlen(new Keys("proven").notes())).isEqualTo(1);
  }

  @Test
  void tooMuchIsNotFetched() throws Exception {
    for (int i = 0; i < 17; i++) {
      client.hset(new Keys("proven").variants(KEY), "f" + i, "x");
    }
    assertThat(find(store, KEY)).isEmpty();
    client.del(variants());
    client.hset(variants(), variants(), new byte[17 << 20]);
    assertThat(find(store, KEY)).isEmpty();
    assertThat(store.counts().foreign()).isEqualTo(2);
  }

  @Test
  void foreignNotesAreNotBelieved() throws Exception {
    get(store.put(KEY, entry("a")));
    Samples.pause();
    var notes = new Keys("proven").notes();
    client.hset(notes, "q", "x");
    client.hset(notes, "p" + KEY, "99999999999999999999");
    client.hset(notes, "", "1");
    client.publish("proven:removed", "x");
    client.publish("proven:removed", "x".repeat(100_000));
    client.publish("proven:released", "x".repeat(100_000));
    client.publish("proven:removed", "0123456789abcdefzzz");
    Thread.sleep(50);
    assertThat(bodies(store, KEY)).containsExactly("a");
  }

  @Test
  void aTimeThatIsFarAheadRemovesNothingThatComes() throws Exception {
    client.hset(new Keys("proven").notes(), "p", "999999999999999");
    try (var other = connected(redis)) {
      Samples.pause();
      var later = entry("a", "", System.currentTimeMillis());
      get(other.put(KEY, later));
      assertThat(bodies(other, KEY)).containsExactly("a");
    }
  }

  @Test
  void aWrongAddressIsNotTold() {
    assertThatThrownBy(() -> RedisOptions.of("redis://user:secret@host:port/x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasNoCause()
        .hasMessageNotContaining("secret");
    var options = RedisOptions.of("rediss://user:secret@cache.example:6380/1");
    assertThat(options.nodes().getFirst().isSsl()).isTrue();
    assertThat(options.toString()).doesNotContain("secret").contains("cache.example:6380");
  }
}
