package dev.proven.core.sprint;

import dev.proven.core.Optimizer;
import dev.proven.core.Proposal;
import dev.proven.core.Screening;
import dev.proven.core.Target;
import dev.proven.core.experiment.Part;
import dev.proven.core.experiment.Verdict;
import dev.proven.core.stats.BenjaminiHochberg;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The experiments of one optimizer's proposals, each by itself on the parts that it can affect.
 * They explore: what is chosen is measured again.
 *
 * @param <T> the kind of target
 */
final class Singles<T extends Target> {
  /** A long part is cut off early here; the chosen set gets more. */
  static final double CAP_SECONDS = 0.75;

  private static final Duration CAP = Duration.ofMillis(Math.round(1000 * CAP_SECONDS));
  private static final int BLOCKS = 12;
  private static final int GRACE = 15;
  private static final double FALSE_DISCOVERIES = 0.05;

  /**
   * A proposal with its own experiment.
   *
   * @param p of the primary metric, two-sided
   */
  record Single<T extends Target>(
      Optimizer<T> optimizer, Proposal<T> proposal, Laboratory.Result result, double p) {

    ProposalRecord record(List<String> chosen) {
      var judgement = result.judgement();
      return ProposalRecord.of(
          optimizer.id(),
          proposal,
          result.folder(),
          judgement.verdict(),
          judgement.why(),
          chosen.contains(proposal.id()));
    }
  }

  /** A proposal that joins the chosen set without an experiment of its own. */
  record Unmeasured<T extends Target>(Optimizer<T> optimizer, Proposal<T> proposal, String why) {

    ProposalRecord record(List<String> chosen) {
      return ProposalRecord.of(
          optimizer.id(), proposal, "", Verdict.NOT_RUN, why, chosen.contains(proposal.id()));
    }
  }

  private final ProofContext<T> context;
  private final Optimizer<T> optimizer;
  private final Instant until;
  private final List<Single<T>> measured = new ArrayList<>();
  private final List<Unmeasured<T>> joining = new ArrayList<>();
  private final List<ProposalRecord> notRun = new ArrayList<>();

  /**
   * @param until no experiment begins after that
   */
  Singles(ProofContext<T> context, Optimizer<T> optimizer, Instant until) {
    this.context = context;
    this.optimizer = optimizer;
    this.until = until;
  }

  Singles<T> prove(Screening<T> screening) throws Exception {
    for (var proposal : screening.kept()) {
      int most = context.plans().settings().mostProposals();
      boolean full = measured.size() >= most;
      if (!proposal.missing().isEmpty()) {
        leaveOut(proposal, proposal.missing());
      } else if ((full || Instant.now().isAfter(until)) && screening.tried()) {
        join(
            proposal,
            (full
                    ? "The " + most + " before it had experiments of their own"
                    : "No time was left for an experiment of its own")
                + "; after a quick trial on the copy it is measured with the set.");
      } else if (full || Instant.now().isAfter(until)) {
        leaveOut(
            proposal,
            full
                ? "The " + most + " before it had experiments of their own, and no more may."
                : "The time budget was used up by better candidates.");
      } else {
        prove(proposal);
      }
    }
    return this;
  }

  List<Single<T>> measured() {
    return measured;
  }

  /** The proposals that join the chosen set without an experiment of their own. */
  List<Unmeasured<T>> joining() {
    return joining;
  }

  /** What became of the proposals without an experiment. */
  List<ProposalRecord> notRun() {
    return notRun;
  }

  /**
   * Those that are better, stay so among so many by Benjamini and Hochberg, and answer the same;
   * those that free storage and are not worse; and those that join without an experiment. A
   * guardrail does not exclude one, not even a violated one: what it makes slower by itself may be
   * cured by another of the set, every guardrail is measured again with the set, and whatever is
   * still slower there costs the set what it leans on. Only where the optimizer refuses that does a
   * slower part keep a proposal out.
   */
  List<Proposal<T>> chosen() {
    double[] adjusted =
        BenjaminiHochberg.adjust(measured.stream().mapToDouble(Single::p).toArray());
    var chosen = new ArrayList<Proposal<T>>();
    for (int i = 0; i < adjusted.length; i++) {
      var result = measured.get(i).result();
      var primary = result.judgement().metric(result.declaration().primary().name());
      boolean right = result.judgement().differentAnswers().isEmpty();
      boolean allowed =
          !optimizer.refusesSlowerParts() || result.judgement().verdict() != Verdict.REGRESSED;
      boolean better = primary.better() && adjusted[i] <= FALSE_DISCOVERIES;
      if (right && allowed && (better || freesForNothing(measured.get(i)))) {
        chosen.add(measured.get(i).proposal());
      }
    }
    joining.forEach(j -> chosen.add(j.proposal()));
    return chosen;
  }

  private static <T extends Target> boolean freesForNothing(Single<T> single) {
    return single.proposal().change().bytesFreed() > 0
        && single.result().judgement().verdict() != Verdict.REGRESSED;
  }

  private void prove(Proposal<T> proposal) throws Exception {
    context.testbed().put(proposal.change());
    var affected = optimizer.affected(context.testbed(), context.parts());
    if (affected.isEmpty() && proposal.change().bytesFreed() > 0) {
      join(
          proposal,
          "It frees storage and changes how no part of the workload is executed; it is measured"
              + " with the set.");
      return;
    }
    if (affected.isEmpty()) {
      leaveOut(proposal, "It changes how no part of the workload is executed.");
      return;
    }
    context.session().progress().stage("Proving " + proposal.title());
    var reasons = new ArrayList<String>();
    var parts = worthRunning(proposal, affected, reasons);
    if (parts.isEmpty()) {
      leaveOut(proposal, "All it affects runs into the time cap as before.");
    } else {
      measure(proposal, parts, reasons);
    }
  }

  private List<Part> worthRunning(Proposal<T> proposal, Set<String> affected, List<String> reasons)
      throws Exception {
    var parts = new ArrayList<Part>();
    for (var part : context.parts()) {
      if (!affected.contains(part.id())) {
        reasons.add(part.id() + ": executed the same way on both arms");
      } else if (context
          .laboratory()
          .staysCapped(part, context.plans().costs(), proposal.change(), CAP)) {
        reasons.add(part.id() + ": runs into the time cap with and without the change");
      } else {
        parts.add(part);
      }
    }
    return parts;
  }

  private void measure(Proposal<T> proposal, List<Part> parts, List<String> notRunParts)
      throws Exception {
    var plans = context.plans();
    var declaration =
        plans.proof(
            context.subject(proposal.id(), proposal.title(), proposal.change()),
            parts,
            notRunParts,
            context.noise(),
            context.unstable(),
            CAP_SECONDS,
            Math.min(BLOCKS, plans.settings().blocks()));
    var result = context.laboratory().run(declaration, proposal.change(), end());
    context.say(proposal.title(), result.judgement());
    double p = result.judgement().metric(declaration.primary().name()).p();
    measured.add(new Single<>(optimizer, proposal, result, p));
  }

  /** What has begun is given the time for a first look, without which it was run for nothing. */
  private Instant end() {
    var grace = Instant.now().plus(context.left().dividedBy(GRACE));
    return grace.isAfter(until) ? grace : until;
  }

  private void join(Proposal<T> proposal, String why) {
    joining.add(new Unmeasured<>(optimizer, proposal, why));
  }

  private void leaveOut(Proposal<T> proposal, String why) {
    notRun.add(ProposalRecord.notRun(optimizer.id(), proposal, why));
  }
}
