package dev.proven.postgres.statistics;

import dev.proven.core.CostedWorkload;
import dev.proven.core.Proposal;
import dev.proven.postgres.PostgresTarget;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;

/**
 * Statistics that turned plans on a copy, and what that did.
 *
 * @param seen by the id of each part whose plan turned
 * @param costed what each part costs
 */
record Tried(
    Proposal<PostgresTarget> proposal, Map<String, BothArms.Seen> seen, CostedWorkload costed) {
  /** Beyond it a statement is clearly slower. */
  private static final double SLOWER = 1.3;

  private static final double FASTER = 0.9;

  /** Seconds times weight that are spared. */
  double gain() {
    return seen.entrySet().stream()
        .mapToDouble(e -> (1 - e.getValue().ratio()) * costed.cost(e.getKey()))
        .sum();
  }

  /** The same in steps of a tenth, so that what is alike stays in the order of the proposals. */
  long magnitude() {
    return gain() > 0 ? Math.round(10 * Math.log(gain())) : Long.MIN_VALUE + 1;
  }

  /** Why it gets no experiment; empty if it deserves one. */
  String refusal() {
    for (var e : seen.entrySet()) {
      if (e.getValue().ratio() > SLOWER) {
        return "refused: " + inWords();
      }
    }
    boolean faster = seen.values().stream().anyMatch(s -> s.ratio() < FASTER);
    return faster ? "" : "the plans that it turns are no faster: " + inWords();
  }

  String inWords() {
    var words = new ArrayList<String>();
    seen.forEach((id, s) ->
        words.add(
            String.format(Locale.ROOT, "%s %.3g s instead of %.3g s", id, s.after(), s.before())));
    return "in a quick trial on the copy " + String.join(", ", words.stream().limit(5).toList());
  }

  /** The proposal with what was seen. */
  Proposal<PostgresTarget> withEvidence() {
    var evidence = new ArrayList<>(proposal.evidence());
    evidence.add("On the copy it turns the plans of " + String.join(", ", seen.keySet()) + ".");
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
