package dev.proven.postgres.rewrite;

import dev.proven.core.Proposal;
import dev.proven.postgres.PostgresTarget;
import java.util.ArrayList;
import java.util.List;

/**
 * One of several texts for a statement, with what the checks have said of it so far.
 *
 * @param ratio of its time to the original's in a quick trial
 */
record Rival(
    Proposal<PostgresTarget> proposal, Candidate candidate, List<String> evidence, double ratio) {
  Rival {
    evidence = List.copyOf(evidence);
  }

  static Rival of(Proposal<PostgresTarget> proposal, SendRewritten change) {
    return new Rival(proposal, change.candidate(), List.of(), 1);
  }

  Rival and(String line) {
    var lines = new ArrayList<>(evidence);
    lines.add(line);
    return new Rival(proposal, candidate, lines, ratio);
  }

  Rival at(double newRatio) {
    return new Rival(proposal, candidate, evidence, newRatio);
  }

  /** The proposal with all that the checks have said. */
  Proposal<PostgresTarget> checked() {
    var lines = new ArrayList<>(proposal.evidence());
    lines.addAll(evidence);
    return new Proposal<>(
        proposal.id(),
        proposal.title(),
        lines,
        proposal.expected(),
        proposal.risk(),
        proposal.change());
  }
}
