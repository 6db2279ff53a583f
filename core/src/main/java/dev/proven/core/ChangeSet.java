package dev.proven.core;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.journal.Journal;
import dev.proven.core.journal.Undo;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;

/** Several changes as one. */
record ChangeSet<T extends Target>(List<? extends Change<T>> changes) implements Change<T> {

  @Override
  public String script() {
    return changes.stream().map(Change::script).collect(Collectors.joining("\n"));
  }

  @Override
  public List<ChangeRecord> records() {
    return changes.stream().flatMap(c -> c.records().stream()).toList();
  }

  @Override
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // handed over to the composite undo, which closes all
  public Undo apply(T target, Journal journal) throws Exception {
    Deque<Undo> undos = new ArrayDeque<>();
    try {
      for (var change : changes) {
        undos.push(change.apply(target, journal));
      }
    } catch (Exception e) {
      closeAll(undos, e);
      throw e;
    }
    return () -> closeAll(undos, null);
  }

  private static void closeAll(
      Deque<Undo> undos, @org.jspecify.annotations.Nullable Exception reason) {
    RuntimeException first = null;
    while (!undos.isEmpty()) {
      try {
        undos.pop().close();
      } catch (RuntimeException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null && reason != null) {
      reason.addSuppressed(first);
    } else if (first != null) {
      throw first;
    }
  }
}
