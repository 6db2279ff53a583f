package dev.proven.core;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.journal.Journal;
import dev.proven.core.journal.Undo;
import java.util.List;

/**
 * A concrete, reversible modification of a target.
 *
 * @param <T> the kind of target
 */
public interface Change<T extends Target> {
  /** The modification as text that a person could apply by hand: SQL, a diff, a setting. */
  String script();

  /**
   * The modification as data, from which a later process can make it in the real target; one record
   * for each change that it consists of, in the order in which they are made.
   */
  List<ChangeRecord> records();

  /**
   * Makes the change. Its undo is in the journal, on disk, before anything is touched; if making it
   * fails, what was made of it is undone before the exception leaves.
   */
  @MustBeClosed
  Undo apply(T target, Journal journal) throws Exception;

  /**
   * Bytes of storage that the change frees by itself. One that frees some is worth having where it
   * makes nothing slower, even if it makes nothing faster.
   */
  default long bytesFreed() {
    return 0;
  }

  /** Several changes as one, made in order and undone in reverse. */
  static <T extends Target> Change<T> all(List<? extends Change<T>> changes) {
    return new ChangeSet<>(List.copyOf(changes));
  }
}
