package dev.proven.core.sprint;

import dev.proven.core.Diagnosis;
import dev.proven.core.Optimizer;
import dev.proven.core.Target;
import java.util.List;

/**
 * One optimizer with what it found on the unchanged target.
 *
 * @param <T> the kind of target
 */
record Stage<T extends Target>(Optimizer<T> optimizer, Diagnosis<T> diagnosis) {
  /** Whether it proposes something whose experiment can be run. */
  boolean canBeProven() {
    return diagnosis.proposals().stream().anyMatch(p -> p.missing().isEmpty());
  }

  /** What it saw, where nothing of it was screened. */
  DiagnosisRecord record() {
    return DiagnosisRecord.of(optimizer, diagnosis, List.of());
  }

  /** Its proposals, where none can be run. */
  List<ProposalRecord> notRun() {
    return diagnosis.proposals().stream()
        .map(p -> ProposalRecord.notRun(optimizer.id(), p, p.missing()))
        .toList();
  }
}
