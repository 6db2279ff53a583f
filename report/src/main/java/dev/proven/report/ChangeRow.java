package dev.proven.report;

import dev.proven.core.evidence.ExperimentEvidence;
import dev.proven.core.experiment.Verdict;
import dev.proven.core.sprint.ProposalRecord;
import java.util.Optional;

/**
 * A proposal together with its own experiment, if it had one.
 *
 * @param proposal what became of it
 * @param experiment its own; empty where it was not run
 */
record ChangeRow(ProposalRecord proposal, Optional<ExperimentEvidence> experiment) {
  Verdict verdict() {
    return proposal.verdict();
  }

  Optional<Measured> primary() {
    return experiment.map(Measured::primary);
  }

  /** What more measuring it would take; empty unless the verdict is UNDERPOWERED. */
  String stillNeeded() {
    return verdict() == Verdict.UNDERPOWERED
        ? experiment.map(e -> Blocks.stillNeeded(e.judgement())).orElse("")
        : "";
  }
}
