package dev.proven.core.evidence;

import dev.proven.core.sprint.TargetRecord;
import java.util.List;
import java.util.Optional;

/**
 * A whole run read back from its folder; all views are made from it.
 *
 * @param record the head
 * @param experiments all of them, in order
 */
public record Run(RunRecord record, List<ExperimentEvidence> experiments) {
  /** The experiment in that folder. */
  public ExperimentEvidence experiment(String folder) {
    return experiments.stream().filter(e -> e.folder().equals(folder)).findFirst().orElseThrow();
  }

  /** The experiment that proves the chosen set of a target, if there was one. */
  public Optional<ExperimentEvidence> chosen(TargetRecord target) {
    return target.chosenExperiment().isEmpty()
        ? Optional.empty()
        : Optional.of(experiment(target.chosenExperiment()));
  }
}
