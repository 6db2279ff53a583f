package dev.proven.core.sprint;

import dev.proven.core.Change;
import dev.proven.core.Optimizer;
import dev.proven.core.Proposal;
import dev.proven.core.Session;
import dev.proven.core.Target;
import dev.proven.core.Workload;
import dev.proven.core.experiment.GuardrailState;
import dev.proven.core.experiment.Judgement;
import dev.proven.core.experiment.Part;
import dev.proven.core.experiment.Testbed;
import dev.proven.core.experiment.Verdict;
import dev.proven.core.stats.BenjaminiHochberg;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Proves one optimizer's proposals on a testbed: a pilot of A against A, each proposal by itself,
 * then those that held together on fresh blocks, without those that made something slower.
 *
 * @param <T> the kind of target
 */
final class Proof<T extends Target> {
  private static final int PILOT_BLOCKS = 6;
  private static final int SINGLE_BLOCKS = 12;
  private static final double SHARE_OF_SINGLES = 0.28;
  private static final double SHARE_OF_LONG_PARTS = 0.74;
  private static final double SHARE_OF_SHORT_PARTS = 0.26;
  private static final double SINGLE_CAP_SECONDS = 1.5;
  private static final Duration CAP = Duration.ofMillis(Math.round(1000 * SINGLE_CAP_SECONDS));
  private static final int REHEARSAL_BLOCKS = 6;
  private static final int MOST_PRUNINGS = 3;
  private static final double FALSE_DISCOVERIES = 0.05;

  /** What came of it. */
  record Outcome(
      DiagnosisRecord diagnosis,
      Map<String, Double> seconds,
      PilotRecord pilot,
      List<ProposalRecord> proposals,
      List<String> experiments,
      List<String> chosen,
      String chosenExperiment,
      List<String> notes) {}

  /** A proposal with its own experiment. */
  private record Single<T extends Target>(
      Proposal<T> proposal, Laboratory.Result result, double p) {}

  private final Optimizer<T> optimizer;
  private final Testbed<T> testbed;
  private final Laboratory<T> laboratory;
  private final List<Part> parts;
  private final Plans plans;
  private final Session session;
  private final Instant deadline;
  private final List<String> notes = new ArrayList<>();
  private final List<ProposalRecord> records = new ArrayList<>();

  Proof(
      Optimizer<T> optimizer,
      Testbed<T> testbed,
      Laboratory<T> laboratory,
      Workload workload,
      Plans plans,
      Session session,
      Instant deadline) {
    this.optimizer = optimizer;
    this.testbed = testbed;
    this.laboratory = laboratory;
    this.parts = workload.parts();
    this.plans = plans;
    this.session = session;
    this.deadline = deadline;
  }

  static Outcome nothingToProve(DiagnosisRecord diagnosis) {
    var pilot = new PilotRecord(0, new TreeMap<>(), new TreeMap<>(), List.of(), List.of(), "");
    return new Outcome(
        diagnosis,
        Map.of(),
        pilot,
        List.of(),
        List.of(),
        List.of(),
        "",
        List.of("Nothing wasteful was found, so nothing was measured."));
  }

  Outcome run(DiagnosisRecord diagnosis, List<Proposal<T>> proposals) throws Exception {
    var pilot = pilot();
    var noise = Noise.of(pilot, parts);
    announce(noise, pilot);
    var singles = singles(proposals, noise, pilot);
    var chosen = chosen(singles);
    var set = chosen.isEmpty() ? null : proveSet(new ArrayList<>(chosen), noise, pilot);
    var ids = set == null ? List.<String>of() : set.proposals().stream().map(Proposal::id).toList();
    singles.forEach(s -> records.add(record(s, ids)));
    var rank = proposals.stream().map(Proposal::id).toList();
    return new Outcome(
        diagnosis,
        plans.costs().seconds(),
        pilot,
        records.stream().sorted(Comparator.comparingInt(r -> rank.indexOf(r.id()))).toList(),
        laboratory.experiments(),
        ids,
        set == null ? "" : set.result().folder(),
        List.copyOf(notes));
  }

  private PilotRecord pilot() throws Exception {
    session.progress().stage("Pilot: the unchanged system against itself");
    var costs = plans.costs();
    var measured = parts.stream().filter(p -> costs.shortEnoughForPilot(p.id())).toList();
    var leftOut =
        parts.stream().filter(p -> !costs.shortEnoughForPilot(p.id())).map(Part::id).toList();
    if (measured.isEmpty()) {
      notes.add("Every part takes long, so there was no pilot and the noise is assumed at 10 %.");
      return new PilotRecord(0, new TreeMap<>(), new TreeMap<>(), List.of(), leftOut, "");
    }
    var name = laboratory.next("pilot");
    var subject = new Plans.Subject(name, "Pilot, A against A", "", seed());
    var declaration = plans.pilot(subject, measured, PILOT_BLOCKS);
    var result = laboratory.run(declaration, null, deadline);
    return PilotRecord.of(
        result, p -> plans.horizon(p, parts), unstable(result.judgement()), leftOut);
  }

  /** What answers differently on equal systems, in the pilot or before it. */
  private List<String> unstable(Judgement pilot) {
    var unstable = new TreeSet<>(laboratory.unstable());
    unstable.addAll(pilot.differentAnswers());
    return List.copyOf(unstable);
  }

  /** Says before the run what it can show, what it cannot, and how long it may take. */
  private void announce(Noise noise, PilotRecord pilot) {
    var detectable = pilot.minimumDetectableEffect().get(Plans.TOTAL);
    if (detectable != null) {
      note(
          String.format(
              Locale.ROOT,
              "%d blocks, in which every part is run, can show an effect of %.1f %% or more on the"
                  + " total%s.",
              plans.horizon(Plans.TOTAL, parts),
              100 * detectable,
              pilot.leftOut().isEmpty()
                  ? ""
                  : ", if "
                      + String.join(", ", pilot.leftOut())
                      + " vary no more than the rest, for they took too long for the pilot"));
    }
    var tail = plans.tail(parts);
    if (!tail.isEmpty()) {
      var hiding = parts.stream().filter(p -> !p.write() && !tail.contains(p)).map(Part::id);
      note(
          "The tail is the "
              + tail.size()
              + " reads besides "
              + String.join(", ", hiding.toList())
              + ", which take most of the time and would hide them.");
    }
    note(
        "It will take "
            + Duration.between(Instant.now(), deadline).plusSeconds(30).toMinutes()
            + " more minutes at most.");
    var widened = parts.stream().filter(p -> showable(p, noise) > plans.wanted(p)).toList();
    if (!widened.isEmpty()) {
      note(
          String.format(
              Locale.ROOT,
              "On this machine a regression of up to %.0f to %.0f %% cannot be ruled out for %d"
                  + " parts; their margins are %s.",
              100 * widened.stream().mapToDouble(p -> showable(p, noise)).min().orElse(0),
              100 * widened.stream().mapToDouble(p -> showable(p, noise)).max().orElse(0),
              widened.size(),
              plans.settings().widenMargins()
                  ? "widened to that, at most to 50 %"
                  : "kept all the same"));
    }
    if (!pilot.unstableAnswers().isEmpty()) {
      note(
          "Answers differ between equal systems, so they are not compared: "
              + String.join(", ", pilot.unstableAnswers()));
    }
  }

  private double showable(Part part, Noise noise) {
    return noise.showable(part.id(), plans.blocks(part, plans.settings().blocks()));
  }

  private void note(String text) {
    notes.add(text);
    session.progress().note(text);
  }

  private List<Single<T>> singles(List<Proposal<T>> proposals, Noise noise, PilotRecord pilot)
      throws Exception {
    var left = Duration.between(Instant.now(), deadline);
    var until = Instant.now().plusMillis(Math.round(SHARE_OF_SINGLES * left.toMillis()));
    var singles = new ArrayList<Single<T>>();
    for (var proposal : proposals) {
      if (singles.size() >= plans.settings().mostProposals() || Instant.now().isAfter(until)) {
        records.add(
            ProposalRecord.notRun(
                optimizer.id(), proposal, "The time budget was used up by better candidates."));
      } else {
        single(proposal, noise, pilot, until, singles);
      }
    }
    return singles;
  }

  private void single(
      Proposal<T> proposal, Noise noise, PilotRecord pilot, Instant until, List<Single<T>> singles)
      throws Exception {
    testbed.put(proposal.change());
    var affected = optimizer.affected(testbed, parts);
    if (affected.isEmpty()) {
      records.add(
          ProposalRecord.notRun(
              optimizer.id(), proposal, "It changes how no part of the workload is executed."));
      return;
    }
    session.progress().stage("Proving " + proposal.title());
    var notRun = new ArrayList<String>();
    var measured = new ArrayList<Part>();
    for (var part : parts) {
      if (!affected.contains(part.id())) {
        notRun.add(part.id() + ": executed the same way on both arms");
      } else if (laboratory.staysCapped(part, plans.costs(), proposal.change(), CAP)) {
        notRun.add(part.id() + ": runs into the time cap with and without the change");
      } else {
        measured.add(part);
      }
    }
    if (measured.isEmpty()) {
      records.add(
          ProposalRecord.notRun(
              optimizer.id(), proposal, "All it affects runs into the time cap as before."));
      return;
    }
    var subject = subject(proposal.id(), proposal.title(), proposal.change());
    int blocks = Math.min(SINGLE_BLOCKS, plans.settings().blocks());
    var declaration =
        plans.proof(
            subject,
            measured,
            notRun,
            noise,
            Set.copyOf(pilot.unstableAnswers()),
            SINGLE_CAP_SECONDS,
            blocks);
    var result = laboratory.run(declaration, proposal.change(), until);
    say(proposal.title(), result.judgement());
    singles.add(new Single<>(proposal, result, primaryP(result)));
  }

  private static double primaryP(Laboratory.Result result) {
    return result.judgement().metric(result.declaration().primary().name()).p();
  }

  private void say(String title, Judgement judgement) {
    session
        .progress()
        .note(
            judgement.verdict().sign()
                + " "
                + judgement.verdict().label()
                + "  "
                + title
                + ": "
                + judgement.why());
  }

  /**
   * Those that are better, stay so among so many by Benjamini and Hochberg, and made nothing worse.
   * An open guardrail does not exclude one: all of them are measured again with the set.
   */
  private List<Proposal<T>> chosen(List<Single<T>> singles) {
    double[] adjusted = BenjaminiHochberg.adjust(singles.stream().mapToDouble(Single::p).toArray());
    var chosen = new ArrayList<Proposal<T>>();
    for (int i = 0; i < adjusted.length; i++) {
      var result = singles.get(i).result();
      var primary = result.judgement().metric(result.declaration().primary().name());
      boolean harmless = result.judgement().verdict() != Verdict.REGRESSED;
      if (harmless && primary.better() && adjusted[i] <= FALSE_DISCOVERIES) {
        chosen.add(singles.get(i).proposal());
      }
    }
    return chosen;
  }

  /** The chosen proposals with the experiment that proves them together. */
  private record Chosen<T extends Target>(List<Proposal<T>> proposals, Laboratory.Result result) {}

  /**
   * Rehearses the set with long parts cut short, takes out what a slower part leans on, and then
   * measures what is left on fresh blocks. Where that still finds something slower, and there is
   * time, it starts anew without it.
   */
  private Chosen<T> proveSet(List<Proposal<T>> chosen, Noise noise, PilotRecord pilot)
      throws Exception {
    var set = chosen;
    for (int round = 0; round < MOST_PRUNINGS && set.size() > 1; round++) {
      var left = without(rehearse(set, noise, pilot), set);
      if (left.size() == set.size()) {
        break;
      }
      set = left;
    }
    for (int round = 0; ; round++) {
      var begun = Instant.now();
      var result = measureSet(set, noise, pilot);
      say("the chosen set", result.judgement());
      var left = without(result, set);
      var end = Instant.now().plus(Duration.between(begun, Instant.now()).dividedBy(2));
      if (left.size() == set.size() || round == MOST_PRUNINGS || end.isAfter(deadline)) {
        return new Chosen<>(set, result);
      }
      set = left;
    }
  }

  /** The set without what the slower parts lean on; the same where nothing, or all, would go. */
  private List<Proposal<T>> without(Laboratory.Result result, List<Proposal<T>> set) {
    if (result.judgement().verdict() != Verdict.REGRESSED) {
      return set;
    }
    var suspects = optimizer.suspects(testbed, set, slower(result));
    var kept = set.stream().filter(p -> !suspects.contains(p.id())).toList();
    if (kept.isEmpty() || kept.size() == set.size()) {
      return set;
    }
    note("Taken out of the set, because something got slower: " + String.join(", ", suspects));
    return kept;
  }

  private Laboratory.Result rehearse(List<Proposal<T>> chosen, Noise noise, PilotRecord pilot)
      throws Exception {
    session.progress().stage("Rehearsing the chosen set of " + chosen.size());
    Change<T> all = Change.all(chosen.stream().map(Proposal::change).toList());
    var subject = subject("rehearsal", "Rehearsal of the set of " + chosen.size(), all);
    var unstable = Set.copyOf(pilot.unstableAnswers());
    var declaration =
        plans.proof(
            subject, parts, List.of(), noise, unstable, SINGLE_CAP_SECONDS, REHEARSAL_BLOCKS);
    return laboratory.run(declaration, all, deadline);
  }

  private List<Part> slower(Laboratory.Result result) {
    return parts.stream()
        .filter(p ->
            result.judgement().metric(p.id()).guardrail() == GuardrailState.VIOLATED
                || result.judgement().differentAnswers().contains(p.id()))
        .toList();
  }

  private Laboratory.Result measureSet(List<Proposal<T>> chosen, Noise noise, PilotRecord pilot)
      throws Exception {
    session.progress().stage("Proving the chosen set of " + chosen.size());
    Change<T> all = Change.all(chosen.stream().map(Proposal::change).toList());
    var title = "The chosen set of " + chosen.size();
    var left = Duration.between(Instant.now(), deadline);
    double seconds = left.toMillis() / 1000.0;
    double cap = plans.costs().capFor(parts, SHARE_OF_LONG_PARTS * seconds);
    int blocks = plans.settings().blocks();
    var costs = plans.costs().filling(SHARE_OF_SHORT_PARTS * seconds, blocks, parts);
    var declaration =
        plans
            .with(costs)
            .proof(
                subject("set", title, all),
                parts,
                List.of(),
                noise,
                Set.copyOf(pilot.unstableAnswers()),
                cap,
                blocks);
    return laboratory.run(declaration, all, deadline);
  }

  private Plans.Subject subject(String name, String title, Change<T> change) {
    return new Plans.Subject(laboratory.next(name), title, change.script(), seed());
  }

  private long seed() {
    return plans.settings().seed() + laboratory.experiments().size();
  }

  private ProposalRecord record(Single<T> single, List<String> chosen) {
    var judgement = single.result().judgement();
    return ProposalRecord.of(
        optimizer.id(),
        single.proposal(),
        single.result().folder(),
        judgement.verdict(),
        judgement.why(),
        chosen.contains(single.proposal().id()));
  }
}
