package dev.proven.cli;

import dev.proven.core.Problem;
import dev.proven.core.Progress;
import dev.proven.core.Session;
import dev.proven.core.Target;
import dev.proven.core.TargetKind;
import dev.proven.core.TargetSpec;
import dev.proven.core.apply.Application;
import dev.proven.core.apply.AppliedFolder;
import dev.proven.core.apply.AppliedRecord;
import dev.proven.core.apply.Enactment;
import dev.proven.core.apply.Planned;
import dev.proven.core.apply.ProvenChanges;
import dev.proven.core.evidence.RunFolder;
import dev.proven.core.journal.Journal;
import dev.proven.core.journal.Shutdown;
import dev.proven.core.watch.Baselines;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One call of apply on an open target: look, show, ask, record the load, change, note. */
final class ApplyRun {
  private final RunFolder run;
  private final ProvenChanges proven;
  private final ApplyOptions apply;
  private final PrintWriter err;
  private final Progress progress;

  ApplyRun(
      RunFolder run, ProvenChanges proven, ApplyOptions apply, PrintWriter err, boolean quiet) {
    this.run = run;
    this.proven = proven;
    this.apply = apply;
    this.err = err;
    this.progress = Talk.on(err, quiet);
  }

  /** Carries it out. */
  <T extends Target> ApplyResult on(TargetKind<T> kind, TargetSpec spec) throws Exception {
    var folder = AppliedFolder.named(run, Instant.now());
    var journal = Journal.open(folder.journal(), Kinds.undoHandlers(spec.credentials()));
    nothingIsUnfinished();
    try (T target = kind.open(spec, new Session(run.id(), journal, progress))) {
      var plan = Application.plan(kind, target, proven);
      var warnings = warnings(target, plan);
      ApplyText.plan(err, target.name(), plan, warnings);
      nothingIsRefused(plan);
      if (apply.dryRun || plan.stream().allMatch(p -> isThere(p.enactment()))) {
        return nothingDone(target, plan, warnings);
      }
      // Files are written beside the run; that needs no leave, and changes no load.
      boolean touches = plan.stream().anyMatch(p -> isMadeByProven(p.enactment()));
      if (touches) {
        agree(target);
      }
      int intervals = touches ? baseline(kind, target, folder) : 0;
      var started = Instant.now();
      try (var _ = Shutdown.undoing(journal, err::println)) {
        var made =
            new Application(folder, journal, apply.patience(), progress)
                .make(plan, m -> folder.finish(record(kind, target, started, m, warnings)));
        return new ApplyResult(
            run.id(),
            target.name(),
            folder.root().toString(),
            made,
            warnings,
            intervals,
            next(plan));
      }
    }
  }

  private AppliedRecord record(
      TargetKind<?> kind,
      Target target,
      Instant started,
      List<AppliedRecord.Made> made,
      List<String> warnings) {
    return new AppliedRecord(
        run.id(), kind.id(), target.name(), target.url(), started, Instant.now(), made, warnings);
  }

  /** What an earlier call left behind is cleared away first. */
  private void nothingIsUnfinished() {
    for (var earlier : AppliedFolder.all(run)) {
      var left = Journal.open(earlier.journal(), Map.of()).pending();
      if (earlier.finished().isEmpty() && !left.isEmpty()) {
        throw Problem.failed(
            "An earlier apply of the run " + run.id() + " was ended before it was done.",
            "Take back what it left, then apply again: proven undo --runs "
                + run.root().toAbsolutePath().getParent());
      }
    }
  }

  private List<String> warnings(Target target, List<Planned> plan) {
    var warnings = new ArrayList<>(proven.warnings());
    var measured = proven.target();
    if (!place(measured.url()).equals(place(target.url()))) {
      warnings.add(
          "The run measured "
              + (measured.url().isEmpty() ? measured.name() : measured.url())
              + "; this is "
              + target.url()
              + ". The proof holds as far as the two are alike.");
    }
    if (plan.stream().anyMatch(p -> p.enactment() instanceof Enactment.ByHand)
        && plan.stream().anyMatch(p -> isMadeByProven(p.enactment()))) {
      warnings.add(
          "What is made by hand was measured together with the rest: the proof holds once all of it"
              + " is in force.");
    }
    return warnings;
  }

  /** Without the role: another one sees the same target. */
  private static String place(String url) {
    return url.replaceFirst("//[^/@]*@", "//");
  }

  private static void nothingIsRefused(List<Planned> plan) {
    for (var planned : plan) {
      if (planned.enactment() instanceof Enactment.Refused refused) {
        throw Problem.failed(
            planned.proposal() + " cannot be made, so nothing was: " + refused.why(),
            refused.advice() + withoutRefused(plan));
      }
    }
  }

  /** How the others are made, each id as a shell takes it. */
  private static String withoutRefused(List<Planned> plan) {
    var refused =
        plan.stream()
            .filter(p -> p.enactment() instanceof Enactment.Refused)
            .map(Planned::proposal)
            .collect(Collectors.toSet());
    var others =
        plan.stream()
            .map(Planned::proposal)
            .filter(id -> !refused.contains(id))
            .distinct()
            .map(id -> "'" + id.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
    return others.isEmpty() ? "" : " The others can be made by naming them: " + others;
  }

  private static boolean isThere(Enactment enactment) {
    return enactment instanceof Enactment.AlreadyThere;
  }

  private static boolean isMadeByProven(Enactment enactment) {
    return enactment instanceof Enactment.ByProven;
  }

  private ApplyResult nothingDone(Target target, List<Planned> plan, List<String> warnings) {
    var there =
        plan.stream()
            .filter(p -> isThere(p.enactment()))
            .map(p ->
                new AppliedRecord.Made(
                    p.proposal(),
                    AppliedRecord.Outcome.ALREADY_THERE,
                    "",
                    "",
                    List.of(),
                    List.of(((Enactment.AlreadyThere) p.enactment()).why())))
            .toList();
    var next =
        apply.dryRun
            ? "Nothing was done: this was a dry run."
            : "Nothing to do: all of it is there.";
    return new ApplyResult(run.id(), target.name(), "", there, warnings, 0, List.of(next));
  }

  private void agree(Target target) {
    if (apply.yes) {
      return;
    }
    if (!Question.canBeAsked()) {
      throw Problem.usage(
          "Nobody can be asked: this is no terminal.", "Look at the changes, then say --yes.");
    }
    if (!Question.ask(err, "Make these changes in " + target.name() + "?")) {
      throw Problem.failed("Not agreed to, so nothing was changed.", "Answer y to go on.");
    }
  }

  /** The changes do not depend on it, so a target without such a record is told and changed. */
  private <T extends Target> int baseline(TargetKind<T> kind, T target, AppliedFolder folder)
      throws InterruptedException {
    var time = apply.baseline();
    if (!time.isZero()) {
      progress.stage(
          "Recording the load before, for proven watch: " + Durations.text(time) + " (--baseline)");
    }
    try (var meter = kind.meter(target)) {
      var baseline = Baselines.record(meter, time, apply.interval(), progress);
      folder.write(baseline);
      return baseline.intervals().size();
    } catch (InterruptedException e) {
      throw e;
    } catch (Problem p) {
      progress.note("No load was recorded, so proven watch has nothing to compare: " + p.what());
    } catch (Exception e) {
      progress.note("No load was recorded, so proven watch has nothing to compare: " + e);
    }
    return 0;
  }

  private List<String> next(List<Planned> plan) {
    var next = new ArrayList<String>();
    if (plan.stream().anyMatch(p -> isMadeByProven(p.enactment()))) {
      next.add("See what the real load says:  proven watch " + run.root());
      next.add("Take it all back:             proven undo " + run.root());
    }
    return next;
  }
}
