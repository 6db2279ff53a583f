package dev.proven.core.sprint;

import dev.proven.core.Target;
import dev.proven.core.Workload;
import java.util.List;

/**
 * The stages that share a testbed, with the work that is measured there.
 *
 * @param <T> the kind of target
 * @param workload of the first stage
 * @param stages in the order in which they are proven
 */
record Course<T extends Target>(Workload workload, List<Stage<T>> stages) {
  boolean canBeProven() {
    return stages.stream().anyMatch(Stage::canBeProven);
  }

  /** Of the time, against that of each other course. */
  double share() {
    return stages.getFirst().optimizer().share();
  }
}
