package dev.proven.report;

import dev.proven.core.evidence.Run;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What follows from a run. Each target is decided by itself, at the cautious end of the interval of
 * its chosen set; the run as a whole has the strongest outcome that any of its targets has earned,
 * because the changes of one target can be made without those of another.
 *
 * @param outcome of the whole run
 * @param why in plain sentences
 * @param targets one for each target, in the order of the run
 */
public record Decision(Outcome outcome, String why, List<OfTarget> targets) {

  /** What to do, from the most to the least encouraging. */
  public enum Outcome {
    /** Make the changes. */
    GO("Make the changes."),
    /** Worth keeping, and not yet enough. */
    ITERATE("Worth keeping, and not yet enough: look for more."),
    /** The measurement does not carry a decision. */
    UNDERPOWERED("Not decided: measure more."),
    /** Look elsewhere. */
    PIVOT("Not this way: look elsewhere.");

    private final String advice;

    Outcome(String advice) {
      this.advice = advice;
    }

    /** What it asks for, in a few words. */
    public String advice() {
      return advice;
    }
  }

  /**
   * The decision on one target.
   *
   * @param target its name
   * @param outcome what follows
   * @param why in one or two plain sentences
   * @param metric the metric it rests on; empty if nothing was measured
   * @param improvement of that metric by the chosen set; empty if there was no chosen set
   */
  public record OfTarget(
      String target,
      Outcome outcome,
      String why,
      String metric,
      Optional<Improvement> improvement) {}

  public Decision {
    targets = List.copyOf(targets);
  }

  /** Decides a run, target by target. */
  public static Decision of(Run run) {
    var targets = run.record().targets().stream().map(t -> Rule.decide(run, t)).toList();
    var outcome =
        targets.stream()
            .map(OfTarget::outcome)
            .min(Comparator.naturalOrder())
            .orElse(Outcome.UNDERPOWERED);
    return new Decision(outcome, why(targets), targets);
  }

  private static String why(List<OfTarget> targets) {
    return switch (targets.size()) {
      case 0 -> "Nothing was measured: the run has no target.";
      case 1 -> targets.getFirst().why();
      default ->
          targets.stream()
              .map(t -> t.target() + ": " + t.outcome() + ". " + t.why())
              .collect(Collectors.joining("\n"));
    };
  }
}
