package dev.proven.gateway.store;

import dev.proven.gateway.flow.Entry;
import dev.proven.gateway.flow.Store;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Memory over Redis: what is written goes to both, what only Redis has comes to memory when it is
 * asked for, and what is in memory is answered without Redis.
 */
public final class TieredStore implements Store {
  private static final String EVERYTHING = "";

  private final Store memory;
  private final RedisStore shared;

  /** Looks into Redis that go on; each one's answer is for memory only while it stands here. */
  private final Map<String, Look> looking = new ConcurrentHashMap<>();

  /** A look for one key, whatever it finds. */
  private static final class Look {
    private final CompletableFuture<List<Entry>> found = new CompletableFuture<>();
  }

  /** Over both; they are closed with it. */
  public TieredStore(Store memory, RedisStore shared) {
    this.memory = memory;
    this.shared = shared;
    shared.onRemoval(this::removedElsewhere);
  }

  /** The tier that is shared. */
  public RedisStore shared() {
    return shared;
  }

  @Override
  public CompletableFuture<List<Entry>> find(String key) {
    var found = memory.find(key);
    boolean hit = found.isDone() && !found.isCompletedExceptionally() && !found.join().isEmpty();
    return hit ? found : findShared(key);
  }

  /**
   * All entries of a key, after a look into Redis: for those who found nothing useful in memory, or
   * know that another instance has put something there. Looks for one key at a time are one.
   */
  public CompletableFuture<List<Entry>> findShared(String key) {
    var own = new Look();
    var other = looking.putIfAbsent(key, own);
    if (other != null) {
      return other.found;
    }
    var _ =
        shared
            .find(key)
            .exceptionally(_ -> List.of())
            .thenCompose(entries -> {
              promote(key, own, entries);
              return memory.find(key).thenApply(all -> all.isEmpty() ? entries : all);
            })
            .whenComplete((all, failure) -> {
              looking.remove(key, own);
              own.found.complete(failure == null ? all : List.of());
            });
    return own.found;
  }

  /** What was removed or written since the look began is newer than what it found. */
  private void promote(String key, Look look, List<Entry> entries) {
    looking.computeIfPresent(
        key,
        (_, current) -> {
          if (current == look) {
            var present = memory.find(key).getNow(List.of());
            for (var entry : entries) {
              if (isNews(entry, present)) {
                var _ = memory.put(key, entry);
              }
            }
          }
          return current;
        });
  }

  private static boolean isNews(Entry entry, List<Entry> present) {
    return present.stream()
        .noneMatch(
            p -> p.variesLike(entry) && p.stored().responseTime() >= entry.stored().responseTime());
  }

  @Override
  public CompletableFuture<Void> put(String key, Entry entry) {
    looking.remove(key);
    return both(memory.put(key, entry), shared.put(key, entry));
  }

  @Override
  public CompletableFuture<Void> replace(String key, Entry old, Entry entry) {
    looking.remove(key);
    return both(memory.replace(key, old, entry), shared.replace(key, old, entry));
  }

  @Override
  public CompletableFuture<Void> remove(String key) {
    // Redis first: what looks from now on comes there later, and finds nothing.
    var done = shared.remove(key);
    looking.remove(key);
    return both(memory.remove(key), done);
  }

  @Override
  public CompletableFuture<Void> removeByPrefix(String prefix) {
    var done = shared.removeByPrefix(prefix);
    looking.keySet().removeIf(key -> key.startsWith(prefix));
    return both(memory.removeByPrefix(prefix), done);
  }

  /**
   * Forgets all entries with a surrogate key. Memory keeps no list of these keys and is emptied as
   * a whole; Redis fills it again with what was not meant.
   */
  public CompletableFuture<Void> removeBySurrogate(String surrogate) {
    var done = shared.removeBySurrogate(surrogate);
    looking.clear();
    return both(memory.removeByPrefix(EVERYTHING), done);
  }

  private void removedElsewhere(String what) {
    var text = what.substring(1);
    if (what.startsWith("k")) {
      looking.remove(text);
      var _ = memory.remove(text);
    } else {
      var prefix = what.startsWith("p") ? text : EVERYTHING;
      looking.keySet().removeIf(key -> key.startsWith(prefix));
      var _ = memory.removeByPrefix(prefix);
    }
  }

  /** Done with memory and with Redis, whose own time is bounded. */
  private static CompletableFuture<Void> both(
      CompletableFuture<Void> one, CompletableFuture<Void> other) {
    return CompletableFuture.allOf(one, other).exceptionally(_ -> null);
  }

  @Override
  public void close() {
    memory.close();
    shared.close();
  }
}
