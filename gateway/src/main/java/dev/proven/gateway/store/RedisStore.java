package dev.proven.gateway.store;

import dev.proven.gateway.cache.Keeping;
import dev.proven.gateway.cache.Stored;
import dev.proven.gateway.flow.Entry;
import dev.proven.gateway.flow.Store;
import io.lettuce.core.ScriptOutputType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * Keeps entries in Redis, shared by all instances. A Redis that is away, hangs or holds what is not
 * ours is one that has nothing; what is removed while it is away is not given when it is back.
 */
public final class RedisStore implements Store {
  private static final int LONGEST_MESSAGE = 16 << 10;
  private static final long NOTES_MILLIS = 1000;
  private static final long MOST_AHEAD_MILLIS = 60_000;

  private final RedisOptions options;
  private final Counts counts = new Counts();
  private final RedisLink link;
  private final Keys keys;
  private final Removals removals;
  private final Leases leases;
  private final String self = Long.toHexString(ThreadLocalRandom.current().nextLong() | 1L << 63);
  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
  private volatile boolean knowsNotes;

  /** Connects by and by; until then there is nothing. */
  public RedisStore(RedisOptions options) {
    this.options = options;
    this.keys = new Keys(options.prefix());
    this.removals = new Removals(options.mostKept().toMillis());
    this.link = new RedisLink(options, counts);
    this.leases = new Leases(link, keys);
    link.listen(this::message, keys.removals(), keys.wakes());
    exchangeNotes();
  }

  /** What it did. */
  public Counts counts() {
    return counts;
  }

  /** Leases by which instances ask the origin one at a time. */
  public Leases leases() {
    return leases;
  }

  /** Whether Redis answers at present. */
  public boolean isUsable() {
    return link.isUsable() && knowsNotes;
  }

  /**
   * Is told what other instances remove: {@code k} and a key, {@code p} and the beginning of keys,
   * {@code s} and a surrogate key.
   */
  void onRemoval(Consumer<String> listener) {
    listeners.add(listener);
  }

  @Override
  public CompletableFuture<List<Entry>> find(String key) {
    if (!knowsNotes) {
      counts.misses.increment();
      return CompletableFuture.completedFuture(List.of());
    }
    return link.<List<Object>>run(redis ->
            redis.eval(
                Scripts.FIND,
                ScriptOutputType.MULTI,
                new String[] {keys.variants(key)},
                bytes(options.mostVariants()),
                bytes(2L * options.mostBytes())))
        .thenApply(reply -> {
          var entries =
              switch (reply) {
                case Reply.Got<List<Object>> got -> read(key, got.value().orElse(List.of()));
                case Reply.Refused<List<Object>> _ -> foreign();
                case Reply.Away<List<Object>> _ -> List.<Entry>of();
              };
          (entries.isEmpty() ? counts.misses : counts.hits).increment();
          return entries;
        });
  }

  private List<Entry> foreign() {
    counts.foreign.increment();
    return List.of();
  }

  private List<Entry> read(String key, List<Object> values) {
    var entries = new ArrayList<Entry>();
    for (var value : values) {
      var entry = value instanceof byte[] form ? EntryForm.read(key, form) : null;
      if (entry == null || entry.isEmpty()) {
        counts.foreign.increment();
      } else if (!removals.cover(key, entry.get().stored())
          && millisLeft(entry.get().stored()) > 0) {
        entries.add(entry.get());
      }
    }
    return List.copyOf(entries);
  }

  private long millisLeft(Stored stored) {
    long kept = 1000 * Keeping.seconds(stored, options.caching());
    if (Keeping.isConfirmable(stored)) {
      kept = Math.max(kept, options.leastKept().toMillis());
    }
    kept = Math.min(kept, options.mostKept().toMillis());
    return stored.responseTime() + kept - System.currentTimeMillis();
  }

  @Override
  public CompletableFuture<Void> put(String key, Entry entry) {
    return write(Scripts.PUT, key, entry, List.of());
  }

  @Override
  public CompletableFuture<Void> replace(String key, Entry old, Entry entry) {
    var beginning = EntryForm.beginning(EntryForm.write(key, old));
    return write(Scripts.REPLACE, key, entry, List.of(utf8(Keys.id(old.stored())), beginning));
  }

  private CompletableFuture<Void> write(String script, String key, Entry entry, List<byte[]> more) {
    long left = millisLeft(entry.stored());
    var form = left > 0 && link.isUsable() ? EntryForm.write(key, entry) : new byte[0];
    if (form.length == 0 || form.length > options.mostBytes()) {
      return done();
    }
    var arguments = new ArrayList<byte[]>();
    arguments.add(utf8(Keys.id(entry.stored())));
    arguments.add(form);
    arguments.add(bytes(entry.stored().responseTime()));
    arguments.add(bytes(left));
    arguments.add(bytes(options.mostVariants()));
    arguments.add(bytes(options.mostBytes()));
    arguments.addAll(more);
    counts.writes.increment();
    return eval(script, new String[] {keys.variants(key), keys.index(key)}, arguments)
        .thenAccept(_ -> {});
  }

  @Override
  public CompletableFuture<Void> remove(String key) {
    var what = "k" + key;
    return eval(
            Scripts.REMOVE,
            new String[] {keys.variants(key), keys.index(key)},
            List.of(utf8(keys.removals()), utf8(self + what)))
        .thenAccept(reply -> {
          if (!(reply instanceof Reply.Got)) {
            removals.add(what, System.currentTimeMillis());
          }
        });
  }

  @Override
  public CompletableFuture<Void> removeByPrefix(String prefix) {
    return note("p" + prefix);
  }

  /** Forgets all entries that carry a surrogate key in their field Surrogate-Key. */
  public CompletableFuture<Void> removeBySurrogate(String surrogate) {
    return note("s" + surrogate);
  }

  private CompletableFuture<Void> note(String what) {
    removals.add(what, System.currentTimeMillis());
    return saveNotes().thenAccept(_ -> {});
  }

  private CompletableFuture<Reply<Object>> saveNotes() {
    var notes = removals.unsaved();
    var arguments = new ArrayList<byte[]>();
    // Who hears it reads the notes: they may be too many, or too long, for one message.
    var message = "n";
    arguments.add(utf8(keys.removals()));
    arguments.add(utf8(self + message));
    arguments.add(bytes(options.mostKept().toMillis()));
    arguments.add(bytes(Removals.MOST));
    notes.forEach((what, when) -> {
      arguments.add(utf8(what));
      arguments.add(bytes(when));
    });
    return eval(Scripts.NOTE, new String[] {keys.notes()}, arguments)
        .thenApply(reply -> {
          if (reply instanceof Reply.Got) {
            removals.saved(notes);
          }
          return reply;
        });
  }

  /** Saves what others do not know yet and reads what they noted, again and again. */
  private void exchangeNotes() {
    var saved =
        removals.unsaved().isEmpty()
            ? CompletableFuture.<Reply<Object>>completedFuture(new Reply.Away<>())
            : saveNotes();
    var _ =
        saved
            .thenCompose(_ -> readNotes())
            .whenComplete(
                (_, _) -> link.later(knowsNotes ? NOTES_MILLIS : 50, this::exchangeNotes));
  }

  private CompletableFuture<Void> readNotes() {
    return link.<List<Object>>run(redis ->
            redis.eval(
                Scripts.NOTES,
                ScriptOutputType.MULTI,
                new String[] {keys.notes()},
                bytes(Removals.MOST)))
        .thenAccept(reply -> {
          if (reply instanceof Reply.Got<List<Object>> got) {
            long now = System.currentTimeMillis();
            var news = removals.merge(notes(got.value().orElse(List.of()), now), now);
            knowsNotes = true;
            news.forEach(this::tell);
          }
        });
  }

  private static Map<String, Long> notes(List<Object> values, long now) {
    var notes = new HashMap<String, Long>();
    for (int i = 0; i + 1 < values.size(); i += 2) {
      if (values.get(i) instanceof byte[] what
          && values.get(i + 1) instanceof byte[] when
          && what.length > 0
          && what.length <= LONGEST_MESSAGE
          && text(when).matches("[0-9]{1,15}")) {
        notes.put(text(what), Long.parseLong(text(when)));
      }
    }
    // A time that is far ahead, which no clock of ours shows, would remove what is yet to come.
    notes.values().removeIf(when -> when > now + MOST_AHEAD_MILLIS);
    return notes;
  }

  private void message(String channel, byte[] message) {
    if (channel.equals(keys.wakes())) {
      leases.wake(message);
      return;
    }
    var text = message.length <= LONGEST_MESSAGE ? text(message) : "";
    if (text.length() > self.length() && !text.startsWith(self)) {
      var what = text.substring(self.length());
      if (what.startsWith("k")) {
        tell(what);
      } else {
        var _ = readNotes();
      }
    }
  }

  private void tell(String what) {
    listeners.forEach(listener -> listener.accept(what));
  }

  private CompletableFuture<Reply<Object>> eval(
      String script, String[] names, List<byte[]> arguments) {
    return link.run(redis ->
        redis.eval(script, ScriptOutputType.INTEGER, names, arguments.toArray(new byte[0][])));
  }

  private static CompletableFuture<Void> done() {
    return CompletableFuture.completedFuture(null);
  }

  private static byte[] bytes(long number) {
    return utf8(Long.toString(number));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    link.close();
  }

  @Override
  public String toString() {
    return options.toString();
  }
}
