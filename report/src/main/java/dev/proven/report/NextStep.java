package dev.proven.report;

import java.util.List;

/**
 * What the reader does next.
 *
 * @param text in one sentence
 * @param command to be typed; empty if there is none
 */
record NextStep(String text, String command) {
  /** The steps, the first one first. */
  static List<NextStep> of(TargetFindings findings, String run) {
    return List.of(first(findings), verify(run));
  }

  private static NextStep first(TargetFindings findings) {
    return switch (findings.decision().outcome()) {
      case GO ->
          new NextStep("Review the script of the chosen set and put it into production.", "");
      case ITERATE ->
          new NextStep(
              "Keep the chosen set, and look for more: other optimizers, a wider workload.", "");
      case UNDERPOWERED ->
          new NextStep("Measure again with more blocks, or on a quieter machine.", "proven aa");
      case PIVOT -> new NextStep("Leave the target as it is, and look for the time elsewhere.", "");
    };
  }

  private static NextStep verify(String run) {
    return new NextStep(
        "Recompute every figure from the raw samples, and check the hashes.",
        "proven verify " + run);
  }
}
