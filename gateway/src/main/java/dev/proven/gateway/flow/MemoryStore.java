package dev.proven.gateway.flow;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Keeps entries in this process, weighed in bytes; what is asked for most stays longest. */
public final class MemoryStore implements Store {
  private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);
  private static final CompletableFuture<List<Entry>> NOTHING =
      CompletableFuture.completedFuture(List.of());

  private final Cache<String, Variants> entries;
  private final int mostVariants;

  /** The entries of a key, with the answer to {@code find} ready made. */
  private record Variants(List<Entry> list, CompletableFuture<List<Entry>> found, int weight) {
    static Variants of(String key, List<Entry> list) {
      long weight = 2L * key.length() + list.stream().mapToLong(Entry::weight).sum();
      return new Variants(
          list, CompletableFuture.completedFuture(list), (int) Math.min(Integer.MAX_VALUE, weight));
    }
  }

  /**
   * An empty one.
   *
   * @param bytes about how many bytes it may take
   * @param mostVariants of one key; beyond it the oldest goes
   */
  public MemoryStore(long bytes, int mostVariants) {
    this.mostVariants = mostVariants;
    entries =
        Caffeine.newBuilder()
            .maximumWeight(bytes)
            .weigher((String _, Variants variants) -> variants.weight())
            .build();
  }

  @Override
  public CompletableFuture<List<Entry>> find(String key) {
    var variants = entries.getIfPresent(key);
    return variants == null ? NOTHING : variants.found();
  }

  @Override
  public CompletableFuture<Void> put(String key, Entry entry) {
    entries.asMap().compute(key, (_, old) -> Variants.of(key, with(old, entry)));
    return DONE;
  }

  private List<Entry> with(@org.jspecify.annotations.Nullable Variants old, Entry entry) {
    var list = new ArrayList<Entry>();
    if (old != null) {
      old.list().stream().filter(e -> !e.variesLike(entry)).forEach(list::add);
    }
    if (list.size() >= mostVariants) {
      list.sort(Comparator.comparingLong(e -> e.stored().responseTime()));
      list.subList(0, list.size() - mostVariants + 1).clear();
    }
    list.add(entry);
    return List.copyOf(list);
  }

  @Override
  public CompletableFuture<Void> replace(String key, Entry old, Entry entry) {
    entries
        .asMap()
        .computeIfPresent(
            key, (_, now) -> now.list().contains(old) ? Variants.of(key, with(now, entry)) : now);
    return DONE;
  }

  @Override
  public CompletableFuture<Void> remove(String key) {
    entries.invalidate(key);
    return DONE;
  }

  @Override
  public CompletableFuture<Void> removeByPrefix(String prefix) {
    entries.asMap().keySet().removeIf(key -> key.startsWith(prefix));
    return DONE;
  }

  /** About how many keys there are. */
  public long size() {
    return entries.estimatedSize();
  }

  @Override
  public void close() {
    entries.invalidateAll();
  }
}
