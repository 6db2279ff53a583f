package dev.proven.core.journal;

/** Takes one change back. Closing it twice is harmless. */
@FunctionalInterface
public interface Undo extends AutoCloseable {
  /**
   * Takes the change back.
   *
   * @throws dev.proven.core.Problem undo failed; the journal then still holds it
   */
  @Override
  void close();
}
