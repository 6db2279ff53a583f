package dev.proven.core;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.apply.Enactment;
import dev.proven.core.apply.Intent;
import dev.proven.core.journal.UndoHandler;
import dev.proven.core.watch.LoadMeter;
import java.util.List;
import java.util.Optional;

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

  /**
   * How a proven change can be put into a target that is in use. What a clone gets by the shortest
   * way may be made there in a gentler one, or only by hand. Looks, never changes.
   *
   * @throws Problem failed, where this installation does not know such a change
   */
  default Enactment enactment(T target, Intent intent) {
    return new Enactment.Refused(
        "Proven puts no changes into a target of kind " + id() + ".",
        "Make it by hand; its script stands in the report.");
  }

  /**
   * The record that the target keeps of its own work, for watch mode.
   *
   * @throws Problem usage, where it keeps none or it cannot be read, saying what to do
   */
  @MustBeClosed
  default LoadMeter meter(T target) {
    throw Problem.usage(
        "A target of kind " + id() + " keeps no record of its work.",
        "Compare your own measurements before and after: proven compare.");
  }

  /**
   * What happened, where a failure is the target's own and not Proven's: it went away in the middle
   * of the work, for example. Empty where there is nothing to say but what the failure says itself.
   */
  default Optional<Problem> explain(Exception failure) {
    return Optional.empty();
  }

  /**
   * Why no experiment of that optimizer can be run on the target as it is, with what to do about
   * it; empty where nothing is in the way. Its proposals are then NOT RUN, for that reason.
   */
  default String obstacle(T target, Optimizer<T> optimizer) {
    return "";
  }

  /** What experiments are carried out on in place of the target; empty for its own copies. */
  default Optional<ProvenOn> provenOn(T target) {
    return Optional.empty();
  }

  /** The optimizers of this kind, in the order in which they are tried. */
  List<Optimizer<T>> optimizers();

  /**
   * Takes back what a journal of this kind holds, in this process or after a crash of another.
   *
   * @param credentials where a password comes from, since no journal ever holds one
   */
  UndoHandler undoHandler(Credentials credentials);
}
