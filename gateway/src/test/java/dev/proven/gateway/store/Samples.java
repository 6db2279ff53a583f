package dev.proven.gateway.store;

import dev.proven.gateway.cache.Extent;
import dev.proven.gateway.cache.Fields;
import dev.proven.gateway.cache.ResponseHead;
import dev.proven.gateway.cache.Stored;
import dev.proven.gateway.flow.Entry;
import dev.proven.gateway.flow.Store;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;

/** Entries, and what tests do with stores. */
final class Samples {
  static final String KEY = "https://shop.example/a?b=1";

  private Samples() {}

  static Entry entry(String body) {
    return entry(body, "");
  }

  static Entry entry(String body, String language) {
    return entry(body, language, System.currentTimeMillis());
  }

  static Entry entry(String body, String language, long time) {
    var fields =
        Fields.of(
            "Content-Type", "text/plain; charset=utf-8",
            "Cache-Control", "max-age=600",
            "ETag", "\"" + body.hashCode() + "\"",
            "X-Text", "für alle\tüberall",
            "Vary", "Accept-Language");
    return entry(body, fields, Map.of("accept-language", language), time);
  }

  static Entry entry(String body, Fields fields, Map<String, String> varying, long time) {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    var head = new ResponseHead(200, fields);
    return new Entry(new Stored(head, varying, Extent.whole(bytes.length), time, time), bytes);
  }

  /** Milliseconds by which notes of what is removed are certainly of the past. */
  static void pause() throws InterruptedException {
    Thread.sleep(5);
  }

  static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  static List<Entry> find(Store store, String key) throws Exception {
    return get(store.find(key));
  }

  /** The bodies of a key, sorted. */
  static List<String> bodies(Store store, String key) throws Exception {
    return find(store, key).stream()
        .map(e -> new String(e.body(), StandardCharsets.UTF_8))
        .sorted()
        .toList();
  }

  static void eventually(Callable<Boolean> happens) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!happens.call()) {
      if (System.nanoTime() > end) {
        Assertions.fail("it did not happen in half a minute");
      }
      Thread.sleep(10);
    }
  }

  /** A store that is connected; commands have time, as tests may be slow. */
  static RedisStore connected(RedisProcess redis) throws Exception {
    return connected(options(redis));
  }

  static RedisOptions options(RedisProcess redis) {
    return RedisOptions.of(redis.address()).with(Duration.ofSeconds(2), 2, Duration.ofMillis(300));
  }

  static RedisStore connected(RedisOptions options) throws Exception {
    var store = new RedisStore(options);
    eventually(store::isUsable);
    return store;
  }
}
