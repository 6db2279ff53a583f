package dev.proven.gateway.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.gateway.cache.Extent;
import dev.proven.gateway.cache.Fields;
import dev.proven.gateway.cache.ResponseHead;
import dev.proven.gateway.cache.Stored;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryStoreTest {
  private final MemoryStore store = new MemoryStore(1 << 20, 3);

  private static Entry entry(String variant, long time, int bytes) {
    var stored =
        new Stored(
            new ResponseHead(200, Fields.of("ETag", "\"1\"")),
            Map.of("accept", variant),
            Extent.whole(bytes),
            time,
            time);
    return new Entry(stored, new byte[bytes]);
  }

  @Test
  void keepsOneEntryForEachVariantAndTheNewestOfThem() {
    store.put("a", entry("x", 1, 5));
    store.put("a", entry("y", 2, 5));
    store.put("a", entry("x", 3, 6));
    assertThat(store.find("a").join()).hasSize(2);
    store.put("a", entry("z", 4, 5));
    store.put("a", entry("w", 5, 5));
    assertThat(store.find("a").join())
        .extracting(e -> e.stored().responseTime())
        .containsExactlyInAnyOrder(3L, 4L, 5L);
  }

  @Test
  void replacesOnlyWhatIsStillThere() {
    var old = entry("x", 1, 5);
    store.put("a", old);
    store.remove("a");
    store.replace("a", old, entry("x", 2, 5));
    assertThat(store.find("a").join()).isEmpty();
    store.put("a", old);
    store.replace("a", old, entry("x", 2, 5));
    assertThat(store.find("a").join()).hasSize(1).noneMatch(old::equals);
  }

  @Test
  void forgetsByPrefix() {
    store.put("http://a/1", entry("x", 1, 5));
    store.put("http://a/2", entry("x", 1, 5));
    store.put("http://b/1", entry("x", 1, 5));
    store.removeByPrefix("http://a/");
    assertThat(store.find("http://a/1").join()).isEmpty();
    assertThat(store.find("http://b/1").join()).hasSize(1);
  }

  @Test
  void staysWithinItsBytes() {
    for (int i = 0; i < 1000; i++) {
      store.put("k" + i, entry("x", i, 10_000));
    }
    long there = 0;
    for (int i = 0; i < 1000; i++) {
      there += store.find("k" + i).join().size();
    }
    assertThat(there).isLessThan(200);
  }
}
