package dev.proven.postgres.setting;

import dev.proven.core.CostedWorkload;
import dev.proven.core.Proposal;
import dev.proven.core.experiment.Part;
import dev.proven.postgres.PostgresTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A proposed value after its quick trial.
 *
 * @param proposal as it was made
 * @param value of the setting
 * @param changed ids of the parts whose plan it changes
 * @param seen on the copy, that speaks for it
 * @param outcome of the trial
 * @param costed what every part costs as it stands
 */
record Tried(
    Proposal<PostgresTarget> proposal,
    SetForSessions value,
    Set<String> changed,
    List<String> seen,
    ValueTrial.Outcome outcome,
    CostedWorkload costed) {
  /** So much slower is no noise in the best of several runs. */
  private static final double SLOWER = 1.3;

  private static final double LEAST_GAIN = 0.005;
  private static final double LEAST_OF_ONE = 0.9;

  /** The share of the workload's whole time that it spared; below 0 where it cost. */
  double gain() {
    double all = costed.workload().parts().stream().mapToDouble(p -> costed.cost(p.id())).sum();
    double spared =
        outcome.before().keySet().stream()
            .mapToDouble(id -> costed.cost(id) * (1 - outcome.ratio(id)))
            .sum();
    return all > 0 ? spared / all : 0;
  }

  /** Why it is not worth an experiment by itself; empty where it is. */
  String refusal() {
    var slower =
        outcome.before().keySet().stream()
            .filter(id -> outcome.ratio(id) > limit(costed.workload().part(id)))
            .map(id ->
                String.format(Locale.ROOT, "%s ran %.2f times as long", id, outcome.ratio(id)))
            .toList();
    if (!slower.isEmpty()) {
      return "refused: in a quick trial on the copy " + String.join(", ", slower) + " with it";
    }
    boolean one =
        outcome.before().keySet().stream().anyMatch(id -> outcome.ratio(id) < LEAST_OF_ONE);
    return gain() < LEAST_GAIN && !one
        ? "in a quick trial on the copy it spared next to nothing (" + inWords() + ")"
        : "";
  }

  /** A write may cost up to twice as much before it is refused, as in every experiment. */
  private static double limit(Part part) {
    return part.write() ? 2 : SLOWER;
  }

  String inWords() {
    return String.format(
        Locale.ROOT,
        "%.3f s instead of %.3f s for the %d statements that it touches",
        outcome.seconds(true),
        outcome.seconds(false),
        outcome.before().size());
  }

  /** The proposal with what was seen on the copy. */
  Proposal<PostgresTarget> withEvidence() {
    var evidence = new ArrayList<>(proposal.evidence());
    evidence.addAll(seen);
    if (!changed.isEmpty()) {
      evidence.add("On the copy it changes the plans of " + String.join(", ", changed) + ".");
    }
    evidence.add("A quick trial there, which proves nothing: " + inWords() + ".");
    return new Proposal<>(
        proposal.id(),
        proposal.title(),
        evidence,
        proposal.expected(),
        proposal.risk(),
        proposal.change());
  }
}
