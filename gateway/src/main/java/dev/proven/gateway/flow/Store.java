package dev.proven.gateway.flow;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What is kept for later, by the key of a resource ({@code RequestHead.key()}): a few entries, one
 * for each variant. No method blocks. Futures may complete on any thread, and a store that cannot
 * do what is asked completes them with as little as it has (no entries), not exceptionally.
 */
public interface Store extends AutoCloseable {
  /** All entries of a key, in no order; none where nothing is known. */
  CompletableFuture<List<Entry>> find(String key);

  /** Keeps an entry in the place of the one that varies like it. */
  CompletableFuture<Void> put(String key, Entry entry);

  /**
   * Gives an entry another head over the same body. Where the old one is not there any more,
   * nothing happens: somebody found it to be wrong in the meantime.
   *
   * @param old as it was found
   */
  CompletableFuture<Void> replace(String key, Entry old, Entry entry);

  /** Forgets all entries of a key. */
  CompletableFuture<Void> remove(String key);

  /** Forgets the entries of all keys that begin so; done when none is answered any more. */
  CompletableFuture<Void> removeByPrefix(String prefix);

  @Override
  void close();
}
