package dev.proven.cli;

import dev.proven.core.Credentials;
import dev.proven.core.Problem;
import dev.proven.core.apply.AppliedFolder;
import dev.proven.core.apply.AppliedRecord;
import dev.proven.core.evidence.Owner;
import dev.proven.core.evidence.RunFolder;
import dev.proven.core.journal.Journal;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What was taken back, what could not be, and what was left alone and why. */
final class TakenBack {
  private final Credentials credentials;
  private final List<Step> steps = new ArrayList<>();
  private final List<String> running = new ArrayList<>();
  private final List<InForce> inForce = new ArrayList<>();

  private final List<ByHand> byHand = new ArrayList<>();
  private final List<LeftThere> left = new ArrayList<>();

  /** One thing that was taken back, or could not be. */
  record Step(String run, String what, boolean undone, String why) {}

  /** What was applied on purpose, and stays. */
  record InForce(String run, String since, List<String> what) {}

  /** What was handed over to be made by hand; nobody but its maker knows whether it was. */
  record ByHand(String run, String proposal, String instruction) {}

  /** What was made and stays, because others have come to lean on it. */
  record LeftThere(String run, String what, String why) {}

  TakenBack(Credentials credentials) {
    this.credentials = credentials;
  }

  /** Everything of a run: what was put into real targets, the latest first, then its own. */
  void all(RunFolder run) {
    for (var applied : AppliedFolder.all(run)) {
      takeBack(run, applied.root());
      attempt(run, () -> handedOver(run, applied));
    }
    takeBack(run, run.root());
  }

  private void handedOver(RunFolder run, AppliedFolder applied) {
    applied.finished().stream()
        .flatMap(a -> a.changes().stream())
        .filter(c -> c.outcome() == AppliedRecord.Outcome.BY_HAND)
        .map(c -> new ByHand(run.id(), c.proposal(), c.script()))
        .filter(c -> !byHand.contains(c))
        .forEach(byHand::add);
  }

  /** What a run and its calls of apply have left unfinished; what is finished stays in force. */
  void unfinished(RunFolder run) {
    for (var applied : AppliedFolder.all(run)) {
      attempt(run, () -> unfinished(run, applied));
    }
    takeBack(run, run.root());
  }

  private void unfinished(RunFolder run, AppliedFolder applied) {
    var finished = applied.finished();
    if (finished.isEmpty()) {
      takeBack(run, applied.root());
      return;
    }
    var pending = journal(applied.root()).pending();
    if (!pending.isEmpty()) {
      inForce.add(
          new InForce(
              run.id(),
              finished.get().finished().toString(),
              pending.stream().map(p -> p.undo().what()).toList()));
    }
  }

  private Journal journal(Path folder) {
    return Journal.open(folder.resolve(RunFolder.JOURNAL), Kinds.undoHandlers(credentials));
  }

  /** One that cannot be taken back does not keep the others from it. */
  private void takeBack(RunFolder run, Path folder) {
    if (Owner.alive(folder)) {
      running.add(run.id());
      return;
    }
    attempt(run, () -> takeBackNow(run, folder));
  }

  private void attempt(RunFolder run, Runnable work) {
    try {
      work.run();
    } catch (Problem p) {
      steps.add(new Step(run.id(), "what its journal holds", false, p.what() + " " + p.advice()));
    }
  }

  private void takeBackNow(RunFolder run, Path folder) {
    var journal = journal(folder);
    var pending = journal.pending();
    journal.seal();
    var failures = journal.undoAll();
    var still = journal.pending().stream().map(p -> p.undo().what()).toList();
    var kept = journal.kept();
    kept.forEach(k -> left.add(new LeftThere(run.id(), k.undo().what(), k.why())));
    pending.reversed().stream()
        .filter(p -> kept.stream().noneMatch(k -> k.undo().equals(p.undo())))
        .map(p -> p.undo().what())
        .forEach(what -> steps.add(step(run.id(), what, still.contains(what), failures)));
  }

  private static Step step(String run, String what, boolean left, List<String> failures) {
    var why = failures.stream().filter(f -> f.startsWith(what + ": ")).findFirst().orElse("");
    return new Step(run, what, !left, why.isEmpty() ? "" : why.substring(what.length() + 2));
  }

  boolean failed() {
    return steps.stream().anyMatch(s -> !s.undone());
  }

  /** Whether something was left alone because its process goes on. */
  boolean goesOn() {
    return !running.isEmpty();
  }

  Map<String, Object> json() {
    return Map.of(
        "steps", steps, "left", left, "running", running, "inForce", inForce, "byHand", byHand);
  }

  void print(PrintWriter out) {
    for (var step : steps) {
      out.println(
          (step.undone() ? "taken back  " : "NOT taken back  ")
              + step.run()
              + "  "
              + plain(step.what()));
      if (!step.why().isEmpty()) {
        out.println("  " + plain(step.why()));
      }
    }
    for (var stays : left) {
      out.println("left in place  " + stays.run() + "  " + plain(stays.what()));
      out.println("  " + plain(stays.why()));
    }
    for (var id : running) {
      out.println("still running  " + id);
      out.println("  It takes its changes back when it ends; Ctrl-C ends it now.");
    }
    for (var applied : inForce) {
      out.println("in force on purpose  " + applied.run() + "  since " + applied.since());
      applied.what().forEach(what -> out.println("  " + plain(what)));
      out.println("  Taken back by: proven undo " + applied.run());
    }
    for (var change : byHand) {
      out.println("by hand  " + change.run() + "  " + plain(change.proposal()));
      out.println("  If you made it, take it back as well: " + plain(change.instruction()));
    }
    if (steps.isEmpty() && left.isEmpty() && running.isEmpty()) {
      out.println(inForce.isEmpty() ? "Nothing to take back." : "Nothing unfinished.");
    }
  }

  /** A journal may come from anywhere, and a terminal obeys what it is sent. */
  private static String plain(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cf}]", " ");
  }
}
