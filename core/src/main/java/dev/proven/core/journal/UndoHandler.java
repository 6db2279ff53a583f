package dev.proven.core.journal;

/** Knows how to take back the changes of one kind, also those of a process that is gone. */
@FunctionalInterface
public interface UndoHandler {
  /**
   * Takes the recorded change back. It may have been made wholly, partly or not at all, and may
   * have been taken back already: all of these end in the state from before.
   *
   * @throws LeftInPlace if others lean on what was made, so that it stays
   * @throws Exception if that state could not be reached
   */
  void undo(UndoRecord record) throws Exception;
}
