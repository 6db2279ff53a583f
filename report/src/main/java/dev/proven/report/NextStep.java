package dev.proven.report;

import dev.proven.core.evidence.RunRecord;
import dev.proven.core.experiment.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * What the reader does next.
 *
 * @param text in one sentence
 * @param command to be typed; empty if there is none
 */
record NextStep(String text, String command) {
  /** The steps, the first one first. */
  static List<NextStep> of(TargetFindings findings, RunRecord run) {
    var steps = new ArrayList<NextStep>();
    steps.add(first(findings, run));
    if (isProven(findings) && findings.decision().outcome() == Decision.Outcome.ITERATE) {
      steps.add(apply(findings, run));
    }
    steps.add(verify(run));
    return List.copyOf(steps);
  }

  private static NextStep first(TargetFindings findings, RunRecord run) {
    return switch (findings.decision().outcome()) {
      case GO ->
          isProven(findings)
              ? apply(findings, run)
              : new NextStep("Review the script of the chosen set.", "");
      case ITERATE ->
          new NextStep(
              "Keep the chosen set, and look for more: other optimizers, a wider workload.", "");
      case UNDERPOWERED ->
          isUnmeasured(findings)
              ? new NextStep(
                  "Nothing was measured. Give the proof what is missing, and run again.", "")
              : new NextStep(
                  "Measure again with more blocks, or on a quieter machine.", "proven aa");
      case PIVOT -> new NextStep("Leave the target as it is, and look for the time elsewhere.", "");
    };
  }

  /** There are proposals, and something was in the way of every experiment. */
  private static boolean isUnmeasured(TargetFindings findings) {
    return findings.target().experiments().isEmpty() && !findings.changes().isEmpty();
  }

  private static boolean isProven(TargetFindings findings) {
    return findings.chosen().filter(e -> e.judgement().verdict() == Verdict.PROVEN).isPresent();
  }

  /** A target that ended with the run has no URL of its own to be applied to. */
  private static NextStep apply(TargetFindings findings, RunRecord run) {
    var url = findings.target().url().isEmpty() ? " --url URL" : "";
    return new NextStep(
        "Put the chosen set into the real target; it asks before it changes anything, and watches"
            + " and takes back (proven watch, proven undo).",
        "proven apply " + Shell.word(run.folder()) + url);
  }

  private static NextStep verify(RunRecord run) {
    return new NextStep(
        "Recompute every figure from the raw samples, and check the hashes.",
        "proven verify " + Shell.word(run.folder()));
  }
}
