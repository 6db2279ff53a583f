package dev.proven.gateway.store;

import dev.proven.gateway.cache.Stored;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Notes of what was removed, and when: nothing that was asked for before may be given any more. So
 * a whole prefix is removed at once without a list of keys, and what could not be removed, as Redis
 * was away, is not given when it is back. Safe for any number of threads.
 *
 * <p>What is removed is told by a letter and a text: {@code k} and a key, {@code p} and the
 * beginning of keys, {@code s} and a surrogate key.
 */
final class Removals {
  /** Notes; beyond it, all become one note that everything was removed. */
  static final int MOST = 512;

  private final long keptMillis;
  private volatile Map<String, Long> notes = Map.of();
  private volatile Map<String, Long> unsaved = Map.of();

  /** With notes that are kept as long as any entry is. */
  Removals(long keptMillis) {
    this.keptMillis = keptMillis;
  }

  /** Notes what this instance removes; it is unsaved until others can know it. */
  synchronized void add(String what, long when) {
    notes = with(notes, Map.of(what, when), when);
    unsaved = with(unsaved, Map.of(what, when), when);
  }

  /** Takes the notes of others; those are told that were not known. */
  synchronized Set<String> merge(Map<String, Long> others, long now) {
    var before = notes;
    notes = with(before, others, now);
    return others.entrySet().stream()
        .filter(note -> note.getValue() > before.getOrDefault(note.getKey(), -1L))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** These have been saved. */
  synchronized void saved(Map<String, Long> done) {
    var rest = new HashMap<>(unsaved);
    done.forEach(rest::remove);
    unsaved = Map.copyOf(rest);
  }

  Map<String, Long> unsaved() {
    return unsaved;
  }

  private Map<String, Long> with(Map<String, Long> old, Map<String, Long> more, long now) {
    var all = new HashMap<>(old);
    more.forEach((what, when) -> all.merge(what, when, Math::max));
    all.values().removeIf(when -> when < now - keptMillis);
    return all.size() > MOST
        ? Map.of("p", all.values().stream().mapToLong(Long::longValue).max().orElse(now))
        : Map.copyOf(all);
  }

  /** Whether an entry was removed. */
  boolean cover(String key, Stored stored) {
    var all = notes;
    return !all.isEmpty()
        && all.entrySet().stream()
            .anyMatch(note ->
                stored.requestTime() <= note.getValue() && isOf(note.getKey(), key, stored));
  }

  private static boolean isOf(String what, String key, Stored stored) {
    var text = what.substring(1);
    return switch (what.charAt(0)) {
      case 'k' -> key.equals(text);
      case 'p' -> key.startsWith(text);
      case 's' -> hasSurrogate(stored, text);
      default -> false;
    };
  }

  static boolean hasSurrogate(Stored stored, String surrogate) {
    return stored.head().fields().all("surrogate-key").stream()
        .anyMatch(line -> (" " + line + " ").contains(" " + surrogate + " "));
  }
}
