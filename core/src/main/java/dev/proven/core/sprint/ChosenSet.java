package dev.proven.core.sprint;

import dev.proven.core.Change;
import dev.proven.core.Proposal;
import dev.proven.core.Target;
import dev.proven.core.experiment.GuardrailState;
import dev.proven.core.experiment.Part;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Proves the chosen proposals together on fresh blocks, after a rehearsal with long parts cut short
 * that takes out what something slower leans on.
 *
 * @param <T> the kind of target
 */
final class ChosenSet<T extends Target> {
  private static final double SHARE_OF_LONG_PARTS = 0.74;
  private static final double SHARE_OF_SHORT_PARTS = 0.26;
  private static final int REHEARSAL_BLOCKS = 6;
  private static final int MOST_PRUNINGS = 3;

  /**
   * What was left, with the experiment that proves it.
   *
   * @param proposals in the order in which they are made
   */
  record Proven<T extends Target>(List<Proposal<T>> proposals, Laboratory.Result result) {}

  /**
   * Says which of the chosen proposals take part in what the slower parts now do.
   *
   * @param <T> the kind of target
   */
  @FunctionalInterface
  interface Blame<T extends Target> {
    Set<String> suspects(List<Proposal<T>> set, List<Part> slower);
  }

  private final ProofContext<T> context;
  private final Blame<T> blame;
  private final Set<String> slowed;
  private final Consumer<String> notes;

  /**
   * @param slowed the parts that one of the proposals made slower when it was measured by itself
   */
  ChosenSet(ProofContext<T> context, Blame<T> blame, Set<String> slowed, Consumer<String> notes) {
    this.context = context;
    this.blame = blame;
    this.slowed = slowed;
    this.notes = notes;
  }

  /**
   * Where even the measurement on fresh blocks finds something slower, and there is time, it starts
   * anew without what that leans on.
   */
  Proven<T> prove(List<Proposal<T>> chosen) throws Exception {
    var set = chosen;
    for (int round = 0; round < MOST_PRUNINGS && set.size() > 1; round++) {
      var left = without(rehearse(set), set, slowed);
      if (left.size() == set.size()) {
        break;
      }
      set = left;
    }
    for (int round = 0; ; round++) {
      var begun = Instant.now();
      var result = measure(set);
      context.say("the chosen set", result.judgement());
      var left = without(result, set, Set.of());
      var end = Instant.now().plus(Duration.between(begun, Instant.now()).dividedBy(2));
      if (left.size() == set.size() || round == MOST_PRUNINGS || end.isAfter(context.deadline())) {
        return new Proven<>(set, result);
      }
      set = left;
    }
  }

  /**
   * The set without what the slower parts lean on; the same where nothing, or all, would go.
   *
   * @param known parts of which it is known that something of the set slows them down by itself
   */
  private List<Proposal<T>> without(
      Laboratory.Result result, List<Proposal<T>> set, Set<String> known) {
    var slower = slower(result, known);
    if (slower.isEmpty()) {
      return set;
    }
    var suspects = blame.suspects(set, slower);
    var kept = set.stream().filter(p -> !suspects.contains(p.id())).toList();
    if (kept.isEmpty() || kept.size() == set.size()) {
      return set;
    }
    notes.accept(
        "Taken out of the set, because something got slower: "
            + String.join(", ", new TreeSet<>(suspects)));
    return kept;
  }

  /** A part that was slowed down before, and is slower still within its margin, was not cured. */
  private List<Part> slower(Laboratory.Result result, Set<String> known) {
    var judgement = result.judgement();
    return context.parts().stream()
        .filter(p ->
            judgement.metric(p.id()).guardrail() == GuardrailState.VIOLATED
                || (known.contains(p.id()) && judgement.metric(p.id()).worse())
                || judgement.differentAnswers().contains(p.id()))
        .toList();
  }

  private Laboratory.Result rehearse(List<Proposal<T>> set) throws Exception {
    context.session().progress().stage("Rehearsing the chosen set of " + set.size());
    var title = "Rehearsal of the set of " + set.size();
    return run(set, "rehearsal", title, context.plans(), Singles.CAP_SECONDS, REHEARSAL_BLOCKS);
  }

  private Laboratory.Result measure(List<Proposal<T>> set) throws Exception {
    context.session().progress().stage("Proving the chosen set of " + set.size());
    var plans = context.plans();
    double seconds = context.left().toMillis() / 1000.0;
    double cap = plans.costs().capFor(context.parts(), SHARE_OF_LONG_PARTS * seconds);
    int blocks = plans.settings().blocks();
    var costs = plans.costs().filling(SHARE_OF_SHORT_PARTS * seconds, blocks, context.parts());
    var title = "The chosen set of " + set.size();
    return run(set, "set", title, plans.with(costs), cap, blocks);
  }

  private Laboratory.Result run(
      List<Proposal<T>> set, String name, String title, Plans plans, double cap, int blocks)
      throws Exception {
    Change<T> all = Change.all(set.stream().map(Proposal::change).toList());
    var declaration =
        plans.proof(
            context.subject(name, title, all),
            context.parts(),
            List.of(),
            context.noise(),
            context.unstable(),
            cap,
            blocks);
    return context.laboratory().run(declaration, all, context.deadline());
  }
}
