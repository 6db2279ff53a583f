package dev.proven.core.experiment;

import dev.proven.core.Change;
import dev.proven.core.Target;
import dev.proven.core.journal.Journal;
import dev.proven.core.journal.Undo;
import org.jspecify.annotations.Nullable;

/**
 * One system with what stands on it: a base, and a change on top of that. What is no longer wanted
 * is undone, the last first; what is wanted and stands already is left alone.
 *
 * @param <T> the kind of target
 */
@SuppressWarnings("ReferenceEquality") // this very change or another
final class Bench<T extends Target> {

  /** A change that stands, and how it is taken back. */
  private record Standing<T extends Target>(Change<T> change, Undo undo) {}

  private final T target;
  private final Journal journal;
  private @Nullable Standing<T> base;
  private @Nullable Standing<T> top;

  Bench(T target, Journal journal) {
    this.target = target;
    this.journal = journal;
  }

  T target() {
    return target;
  }

  /** Makes the system carry exactly this base and this change. */
  void put(@Nullable Change<T> wantedBase, @Nullable Change<T> wanted) throws Exception {
    if (change(base) != wantedBase) {
      clear();
      base = apply(wantedBase);
    }
    if (change(top) != wanted) {
      takeOff();
      top = apply(wanted);
    }
  }

  private static <T extends Target> @Nullable Change<T> change(@Nullable Standing<T> standing) {
    return standing == null ? null : standing.change();
  }

  @SuppressWarnings("MustBeClosedChecker") // kept until it is no longer wanted
  private @Nullable Standing<T> apply(@Nullable Change<T> change) throws Exception {
    return change == null ? null : new Standing<>(change, change.apply(target, journal));
  }

  private void takeOff() {
    var standing = top;
    top = null;
    if (standing != null) {
      standing.undo().close();
    }
  }

  /** Takes everything off. */
  void clear() {
    try {
      takeOff();
    } finally {
      var standing = base;
      base = null;
      if (standing != null) {
        standing.undo().close();
      }
    }
  }
}
