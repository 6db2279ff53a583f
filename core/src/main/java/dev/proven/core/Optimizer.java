package dev.proven.core;

import dev.proven.core.experiment.Part;
import dev.proven.core.experiment.Testbed;
import dev.proven.core.experiment.Yardstick;
import java.util.List;
import java.util.Set;

/**
 * Something that knows one way to make a kind of target faster or cheaper. Diagnosing looks and
 * never touches; what it proposes is believed only after an experiment.
 *
 * @param <T> the kind of target it works on
 */
public interface Optimizer<T extends Target> {
  /** A short id for configuration and evidence, such as {@code indexes}. */
  String id();

  /** One line for people. */
  String title();

  /**
   * The work that its course measures: by default the target's. Only looks; where optimizers share
   * a course, the first one's counts.
   */
  default Workload workload(T target, Workload workload) {
    return workload;
  }

  /** Looks at the target and its work, and proposes changes; leaves the fingerprint alone. */
  Diagnosis<T> diagnose(T target, Workload workload);

  /**
   * The course that it runs in. Optimizers of one course share the first one's testbed, are proven
   * one after the other, each on top of what the ones before it have won, and end in one chosen
   * set.
   */
  default String course() {
    return id();
  }

  /**
   * How much of the run's time its course may have, against that of each other one: above 0,
   * usually 1. The first optimizer of a course says it; time that a course leaves goes to those
   * after it.
   */
  default double share() {
    return 1;
  }

  /** Builds the place where both arms exist; everything it creates is in the journal first. */
  Testbed<T> testbed(T target, Session session);

  /**
   * Names of the raw values that its launches give, the preferred first; the first that both arms
   * give is what is judged.
   */
  List<String> measures();

  /** How these values become figures, and what must not get worse beside them. */
  default Yardstick yardstick() {
    return Yardstick.ONE_VALUE;
  }

  /**
   * Sorts out, on the testbed's treated arm, which proposals are worth an experiment; what it
   * leaves behind there is undone. By default all are.
   */
  default Screening<T> screen(
      Testbed<T> testbed, List<Proposal<T>> proposals, CostedWorkload workload, Session session) {
    return new Screening<>(proposals, List.of());
  }

  /**
   * The parts of the work that the change, which stands on the treated arm, can affect. The others
   * do identical work on both arms and are not run in a proposal's own experiment; the chosen set
   * is always measured on every part.
   */
  default Set<String> affected(Testbed<T> testbed, List<Part> parts) {
    return Set.copyOf(parts.stream().map(Part::id).toList());
  }

  /**
   * Whether a proposal that makes one part slower by itself stays out of the chosen set. By default
   * it may join, because its neighbours may cure that part and the set is measured again.
   */
  default boolean refusesSlowerParts() {
    return false;
  }

  /** Which of the chosen proposals take part in what the slower parts now do; may be empty. */
  default Set<String> suspects(
      Testbed<T> testbed, List<Proposal<T>> chosen, List<Part> slowerParts) {
    return Set.of();
  }
}
