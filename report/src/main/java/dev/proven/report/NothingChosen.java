package dev.proven.report;

import static dev.proven.report.Figures.count;

import dev.proven.core.evidence.Run;
import dev.proven.core.experiment.Threshold;
import dev.proven.core.experiment.Verdict;
import dev.proven.core.sprint.ProposalRecord;
import dev.proven.core.sprint.TargetRecord;
import dev.proven.report.Decision.OfTarget;
import dev.proven.report.Decision.Outcome;
import java.util.List;
import java.util.Optional;

/**
 * The decision where no chosen set was measured: PIVOT if every proposal was measured and ruled
 * out, otherwise nothing is decided, because absence of evidence is not evidence of absence.
 */
final class NothingChosen {
  private final Run run;
  private final TargetRecord target;

  private NothingChosen(Run run, TargetRecord target) {
    this.run = run;
    this.target = target;
  }

  static OfTarget decide(Run run, TargetRecord target) {
    return new NothingChosen(run, target).decide();
  }

  private OfTarget decide() {
    var proposals = target.proposals();
    var unmeasured = proposals.stream().filter(p -> p.experiment().isEmpty()).toList();
    var undecided = proposals.stream().filter(this::couldStillHelp).toList();
    if (proposals.size() == unmeasured.size()) {
      return with(Outcome.UNDERPOWERED, nothingMeasured(unmeasured));
    }
    if (!target.chosen().isEmpty()) {
      return with(Outcome.UNDERPOWERED, "The chosen set was not measured on fresh blocks.");
    }
    if (!undecided.isEmpty()) {
      return with(
          Outcome.UNDERPOWERED,
          "Nothing was proven, and " + ids(undecided) + " could still be worth it.");
    }
    return unmeasured.isEmpty()
        ? with(Outcome.PIVOT, "Nothing was proven: " + ruledOut())
        : with(
            Outcome.UNDERPOWERED, "Nothing was proven, and not measured: " + ids(unmeasured) + ".");
  }

  private String nothingMeasured(List<ProposalRecord> unmeasured) {
    return unmeasured.isEmpty()
        ? "Nothing was measured: no change was proposed that is worth an experiment."
        : "Nothing was measured: " + unmeasured.getFirst().why();
  }

  private String ruledOut() {
    int n = target.proposals().size();
    return n == 1
        ? "the only proposal was measured and did not help."
        : "all " + count(n, "proposal") + " were measured and none helped.";
  }

  /** Measured, not ruled out, and with at least 15 % still inside its interval. */
  private boolean couldStillHelp(ProposalRecord proposal) {
    if (proposal.experiment().isEmpty()) {
      return false;
    }
    boolean open =
        proposal.verdict() == Verdict.UNDERPOWERED || proposal.verdict() == Verdict.PROVEN;
    var primary = Measured.primary(run.experiment(proposal.experiment()));
    return open && !(primary.improvement().upper() < Threshold.ITERATE);
  }

  private static String ids(List<ProposalRecord> proposals) {
    return String.join(", ", proposals.stream().map(ProposalRecord::id).toList());
  }

  private OfTarget with(Outcome outcome, String why) {
    return new OfTarget(target.name(), outcome, why, "", Optional.empty());
  }
}
