package dev.proven.core.sprint;

import dev.proven.core.Change;
import dev.proven.core.Proposal;
import dev.proven.core.Target;
import dev.proven.core.experiment.GuardrailState;
import dev.proven.core.experiment.Judgement;
import dev.proven.core.experiment.MetricResult;
import dev.proven.core.experiment.Part;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Proves the chosen proposals together on fresh blocks, after a rehearsal with long parts cut short
 * that takes out what makes something slower.
 *
 * @param <T> the kind of target
 */
final class ChosenSet<T extends Target> {
  private static final double SHARE_OF_LONG_PARTS = 0.74;
  private static final double SHARE_OF_SHORT_PARTS = 0.26;
  private static final int REHEARSAL_BLOCKS = 6;
  private static final int CLOSER_BLOCKS = 12;
  private static final int MOST_PRUNINGS = 3;

  /** Looking closer may take this share of the time that is left. */
  private static final double SHARE_OF_CLOSER_LOOKS = 0.25;

  /** A rehearsal claims nothing, so it may be suspicious: of an effect as large as this, as ln. */
  private static final double SUSPICIOUS_EFFECT = 0.05;

  private static final double SUSPICIOUS_P = 0.1;

  /** So little slower, as ln, is no reason to do without anything. */
  private static final double NEGLIGIBLE = 0.02;

  /** What seems slower at all is looked at once more, unless chance explains it well. */
  private static final double DOUBTFUL_P = 0.35;

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
  private final Alone alone;
  private final Consumer<String> notes;

  /**
   * @param alone what each proposal did when it was measured by itself
   */
  ChosenSet(ProofContext<T> context, Blame<T> blame, Alone alone, Consumer<String> notes) {
    this.context = context;
    this.blame = blame;
    this.alone = alone;
    this.notes = notes;
  }

  /**
   * Where even the measurement on fresh blocks finds something slower, and there is time, it starts
   * anew without what that leans on.
   */
  Proven<T> prove(List<Proposal<T>> chosen) throws Exception {
    var set = chosen.size() > 1 ? pruned(chosen) : chosen;
    for (int round = 0; ; round++) {
      var begun = Instant.now();
      var result = measure(set);
      context.say("the chosen set", result.judgement());
      var left = without(leanedOn(result, set), set);
      var end = Instant.now().plus(Duration.between(begun, Instant.now()).dividedBy(2));
      if (left.size() == set.size() || round == MOST_PRUNINGS || end.isAfter(context.deadline())) {
        return new Proven<>(set, result);
      }
      set = left;
    }
  }

  /** The set without these; the same where nothing, or all, would go. */
  private List<Proposal<T>> without(Set<String> blamed, List<Proposal<T>> set) {
    var kept = less(set, blamed);
    if (kept.isEmpty() || kept.size() == set.size()) {
      return set;
    }
    notes.accept(
        "Taken out of the set, because something got slower: "
            + String.join(", ", new TreeSet<>(blamed)));
    return kept;
  }

  private List<Proposal<T>> less(List<Proposal<T>> set, Set<String> ids) {
    return set.stream().filter(p -> !ids.contains(p.id())).toList();
  }

  /** All that the parts lean on that are slower beyond doubt, or answer otherwise. */
  private Set<String> leanedOn(Laboratory.Result result, List<Proposal<T>> set) {
    var judgement = result.judgement();
    var slower =
        context.parts().stream()
            .filter(p ->
                judgement.metric(p.id()).guardrail() == GuardrailState.VIOLATED
                    || judgement.differentAnswers().contains(p.id()))
            .toList();
    return slower.isEmpty() ? Set.of() : blame.suspects(set, slower);
  }

  /**
   * What is left of the set after a rehearsal, and a closer look at whatever seems slower there.
   */
  private List<Proposal<T>> pruned(List<Proposal<T>> chosen) throws Exception {
    var judgement = rehearse(chosen).judgement();
    var end =
        Instant.now().plusMillis(Math.round(SHARE_OF_CLOSER_LOOKS * context.left().toMillis()));
    var set = chosen;
    for (Part part : context.parts()) {
      if (judgement.differentAnswers().contains(part.id())) {
        set = without(blame.suspects(set, List.of(part)), set);
      }
    }
    for (Part part : suspicious(judgement, chosen)) {
      if (Instant.now().isBefore(end)) {
        set = cured(set, part, end);
      }
    }
    return set;
  }

  /** What seems slower, the slowest first. */
  private List<Part> suspicious(Judgement judgement, List<Proposal<T>> set) {
    return context.parts().stream()
        .filter(p -> {
          var metric = judgement.metric(p.id());
          return isSlower(p, metric)
              || mayBeSlower(p, metric)
              || (metric.worse() && alone.slowed(set, p.id()));
        })
        .sorted(Comparator.comparingDouble(p -> -judgement.metric(p.id()).effect()))
        .toList();
  }

  private static boolean mayBeSlower(Part part, MetricResult metric) {
    return !part.write() && metric.effect() >= NEGLIGIBLE && metric.p() <= DOUBTFUL_P;
  }

  /** A write pays for what the reads win; only what is beyond its margin is too slow. */
  private static boolean isSlower(Part part, MetricResult metric) {
    boolean seems = metric.effect() >= SUSPICIOUS_EFFECT && metric.p() <= SUSPICIOUS_P;
    boolean is = metric.effect() >= NEGLIGIBLE && metric.worse();
    return metric.guardrail() == GuardrailState.VIOLATED || (!part.write() && (seems || is));
  }

  /**
   * The set without the one proposal that keeps a part slower: the part is measured with the whole
   * set again and, where it stays slower, without each that it leans on. Where it takes more than
   * one, all go.
   */
  private List<Proposal<T>> cured(List<Proposal<T>> set, Part part, Instant end) throws Exception {
    var suspects = alone.slowestFirst(blame.suspects(set, List.of(part)), part.id());
    if (suspects.isEmpty() || !isSlower(part, closer(set, part, "with all"))) {
      return set;
    }
    for (String suspect : suspects) {
      var kept = less(set, Set.of(suspect));
      if (!kept.isEmpty() && Instant.now().isBefore(end)) {
        if (!isSlower(part, closer(kept, part, "without " + suspect))) {
          return without(Set.of(suspect), set);
        }
      }
    }
    return without(Set.copyOf(suspects), set);
  }

  private Laboratory.Result rehearse(List<Proposal<T>> set) throws Exception {
    context.session().progress().stage("Rehearsing the chosen set of " + set.size());
    var title = "Rehearsal of the set of " + set.size();
    var plans = context.plans();
    return run(
        set, "rehearsal", title, context.parts(), plans, Singles.CAP_SECONDS, REHEARSAL_BLOCKS);
  }

  private MetricResult closer(List<Proposal<T>> set, Part part, String which) throws Exception {
    var title = "A closer look at " + part.id() + " " + which;
    context.session().progress().note(title);
    var result =
        run(
            set,
            "closer-" + part.id(),
            title,
            List.of(part),
            context.plans(),
            Singles.CAP_SECONDS,
            CLOSER_BLOCKS);
    return result.judgement().metric(part.id());
  }

  private Laboratory.Result measure(List<Proposal<T>> set) throws Exception {
    context.session().progress().stage("Proving the chosen set of " + set.size());
    var plans = context.plans();
    double seconds = context.left().toMillis() / 1000.0;
    double cap = plans.costs().capFor(context.parts(), SHARE_OF_LONG_PARTS * seconds);
    int blocks = plans.settings().blocks();
    var costs = plans.costs().filling(SHARE_OF_SHORT_PARTS * seconds, blocks, context.parts());
    var title = "The chosen set of " + set.size();
    return run(set, "set", title, context.parts(), plans.with(costs), cap, blocks);
  }

  private Laboratory.Result run(
      List<Proposal<T>> set,
      String name,
      String title,
      List<Part> parts,
      Plans plans,
      double cap,
      int blocks)
      throws Exception {
    Change<T> all = Change.all(set.stream().map(Proposal::change).toList());
    var others =
        context.parts().stream()
            .filter(p -> !parts.contains(p))
            .map(p -> p.id() + ": it is not looked at here")
            .toList();
    var declaration =
        plans.proof(
            context.subject(name, title, all),
            parts,
            others,
            context.noise(),
            context.unstable(),
            cap,
            blocks);
    return context.laboratory().run(declaration, all, context.deadline());
  }
}
