package dev.proven.core.apply;

import dev.proven.core.Problem;
import dev.proven.core.evidence.Run;
import dev.proven.core.experiment.Verdict;
import dev.proven.core.sprint.ProposalRecord;
import dev.proven.core.sprint.TargetRecord;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The changes of a run that may be put into a real target: those of a chosen set that was proven,
 * or some of them.
 *
 * @param target the target they were proven on; all courses of it say the same of where it is
 * @param changes in the order in which they are made, at least one
 * @param warnings where they are not what was measured
 */
public record ProvenChanges(
    TargetRecord target, List<ProvenChange> changes, List<String> warnings) {

  /**
   * Takes them from a run.
   *
   * @param ids proposals to take; all of the proven sets where empty
   * @param targetName which of several targets, or null where there is one
   * @throws Problem failed where nothing was proven; usage where an id or a target is not there
   */
  public static ProvenChanges of(Run run, List<String> ids, @Nullable String targetName) {
    var proven = provenTargets(run, targetName);
    var target = onlyOne(proven);
    var all = proven.stream().flatMap(t -> chosen(t).stream()).toList();
    var wanted = new LinkedHashSet<>(ids);
    wanted.forEach(id -> mustBeAmong(all, id, run));
    var taken = wanted.isEmpty() ? all : named(all, wanted);
    return new ProvenChanges(target, taken, warnings(all, taken));
  }

  private static List<ProvenChange> named(List<ProvenChange> all, Set<String> wanted) {
    return all.stream()
        .filter(c -> wanted.contains(c.proposal().id()))
        .map(c -> new ProvenChange(c.target(), c.proposal(), true))
        .toList();
  }

  private static List<TargetRecord> provenTargets(Run run, @Nullable String targetName) {
    var targets =
        run.record().targets().stream()
            .filter(t -> targetName == null || t.name().equals(targetName))
            .toList();
    if (targets.isEmpty() && targetName != null) {
      throw Problem.usage(
          "The run has no target " + targetName + ".", "It has: " + names(run.record().targets()));
    }
    var proven = targets.stream().filter(t -> isProven(run, t)).toList();
    if (proven.isEmpty()) {
      throw Problem.failed(
          "Nothing in the run " + run.record().id() + " was proven" + why(run, targets) + ".",
          "Only what was PROVEN is put into a real target: proven report " + run.record().folder());
    }
    return proven;
  }

  private static boolean isProven(Run run, TargetRecord target) {
    return run.chosen(target).filter(e -> e.judgement().verdict() == Verdict.PROVEN).isPresent();
  }

  private static String why(Run run, List<TargetRecord> targets) {
    return targets.stream()
        .flatMap(t -> run.chosen(t).stream())
        .map(e -> ": the chosen set is " + e.judgement().verdict().label())
        .distinct()
        .collect(Collectors.joining());
  }

  private static TargetRecord onlyOne(List<TargetRecord> proven) {
    // Each course of a target has a name of its own.
    Set<String> places =
        proven.stream()
            .map(t -> t.kind() + " " + (t.url().isEmpty() ? t.name() : t.url()))
            .collect(Collectors.toSet());
    if (places.size() > 1) {
      throw Problem.usage(
          "The run has proven changes for several targets.",
          "Choose one with --target NAME: " + names(proven));
    }
    return proven.getFirst();
  }

  private static String names(List<TargetRecord> targets) {
    return targets.stream()
            .map(t -> "\"" + t.name() + "\"")
            .distinct()
            .collect(Collectors.joining(", "))
        + ".";
  }

  /** In the order of the chosen set, in which they were made when they were measured. */
  private static List<ProvenChange> chosen(TargetRecord target) {
    var changes = new ArrayList<ProvenChange>();
    for (String id : target.chosen()) {
      target.proposals().stream()
          .filter(p -> p.id().equals(id))
          .limit(1)
          .forEach(p -> changes.add(new ProvenChange(target, readable(p), false)));
    }
    return changes;
  }

  private static ProposalRecord readable(ProposalRecord proposal) {
    if (proposal.changes().isEmpty()) {
      throw Problem.failed(
          "The run does not say how " + proposal.id() + " is made.",
          "It was made by an earlier version of Proven: run again, or execute its script by hand.");
    }
    return proposal;
  }

  private static void mustBeAmong(List<ProvenChange> all, String id, Run run) {
    if (all.stream().anyMatch(c -> c.proposal().id().equals(id))) {
      return;
    }
    var ids = all.stream().map(c -> c.proposal().id()).collect(Collectors.joining(", "));
    var other =
        run.record().targets().stream()
            .flatMap(t -> t.proposals().stream())
            .filter(p -> p.id().equals(id))
            .findFirst();
    throw Problem.usage(
        other
            .map(p ->
                id + " does not belong to the proven set (" + p.verdict().label() + "): " + p.why())
            .orElse("The run has no change " + id + "."),
        "Choose of: " + ids + ".");
  }

  private static List<String> warnings(List<ProvenChange> all, List<ProvenChange> taken) {
    var warnings = new ArrayList<String>();
    if (taken.size() < all.size()) {
      warnings.add(
          "These are %d of %d changes that were measured together. The proof holds for all of them; this part by itself was not measured."
              .formatted(taken.size(), all.size()));
    }
    if (taken.stream().map(ProvenChange::target).distinct().count() > 1) {
      warnings.add(
          "They come from several courses of the run, each of which was measured without the others.");
    }
    taken.stream()
        .map(c -> c.target().provenOn())
        .filter(Objects::nonNull)
        .distinct()
        .forEach(
            on -> warnings.add("These were " + on.label() + ". " + String.join(" ", on.notes())));
    return warnings;
  }
}
