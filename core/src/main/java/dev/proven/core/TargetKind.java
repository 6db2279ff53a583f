package dev.proven.core;

import dev.proven.core.journal.UndoHandler;
import java.util.List;

/**
 * A kind of system that Proven can work on, found by {@link java.util.ServiceLoader}. Its
 * optimizers are listed in code, so the catalogue is one screen.
 *
 * @param <T> the target this kind opens
 */
public interface TargetKind<T extends Target> {
  /** The id used in configuration, evidence and the journal, such as {@code postgres}. */
  String id();

  /** Whether a bare URL on the command line belongs to this kind. */
  boolean accepts(String url);

  /**
   * Opens the target without changing it.
   *
   * @throws Problem unreachable or usage, saying what to do
   */
  T open(TargetSpec spec, Session session);

  /** Reads the work that both arms of every experiment will do; looks, never changes. */
  Workload workload(T target, TargetSpec spec);

  /** The optimizers of this kind, in the order in which they are tried. */
  List<Optimizer<T>> optimizers();

  /**
   * Takes back what a journal of this kind holds, in this process or after a crash of another.
   *
   * @param credentials where a password comes from, since no journal ever holds one
   */
  UndoHandler undoHandler(Credentials credentials);
}
