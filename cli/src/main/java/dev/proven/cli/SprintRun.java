package dev.proven.cli;

import dev.proven.core.Credentials;
import dev.proven.core.Problem;
import dev.proven.core.Session;
import dev.proven.core.evidence.Machine;
import dev.proven.core.evidence.Manifest;
import dev.proven.core.evidence.MeasuringLock;
import dev.proven.core.evidence.Run;
import dev.proven.core.evidence.RunFolder;
import dev.proven.core.evidence.RunRecord;
import dev.proven.core.journal.Journal;
import dev.proven.core.journal.Shutdown;
import dev.proven.core.sprint.TargetRecord;
import dev.proven.report.ConsoleView;
import dev.proven.report.Decision;
import dev.proven.report.JsonView;
import dev.proven.report.View;
import dev.proven.report.Views;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One run from its folder to its report: the lock, the journal, each target, the record, the views
 * and the manifest.
 */
final class SprintRun {
  /** Works on one target within a run. */
  @FunctionalInterface
  interface Work {
    List<TargetRecord> on(Session session, RunFolder folder) throws Exception;
  }

  /** How long a target that went away is waited for. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String command;
  private final Options options;
  private final PrintWriter out;
  private final PrintWriter err;
  private final Credentials credentials;

  SprintRun(
      String command, Options options, PrintWriter out, PrintWriter err, Credentials credentials) {
    this.command = command;
    this.options = options;
    this.out = out;
    this.err = err;
    this.credentials = credentials;
  }

  /** Carries the work out and prints the decision; the exit code asked for by CI, or 0. */
  int run(List<Work> works, boolean exitCode) throws Exception {
    var folder = RunFolder.named(options.runs, Instant.now());
    try (var _ = MeasuringLock.take(folder.id())) {
      folder.create();
      work(folder, works);
      var run = folder.read();
      var decision = Decision.of(run);
      publish(folder, run, decision);
      print(run, decision);
      return exitCode ? code(decision) : 0;
    }
  }

  /** Exit codes for CI, which reads 0 as success; what is not decided is no failure. */
  private static int code(Decision decision) {
    return switch (decision.outcome()) {
      case GO, UNDERPOWERED -> 0;
      case ITERATE -> 10;
      case PIVOT -> 20;
    };
  }

  /** Carries the work out for its evidence alone; there is nothing to decide. */
  RunFolder evidence(Work work) throws Exception {
    var folder = RunFolder.named(options.runs, Instant.now());
    try (var _ = MeasuringLock.take(folder.id())) {
      folder.create();
      work(folder, List.of(work));
      Manifest.write(folder.root());
      return folder;
    }
  }

  /** The record is written after each target, so that no later one can cost its result. */
  private void work(RunFolder folder, List<Work> works) throws Exception {
    var started = Instant.now();
    var journal = Journal.open(folder.journal(), Kinds.undoHandlers(credentials));
    var done = new ArrayList<TargetRecord>();
    int targets = 0;
    try (var _ = Shutdown.undoing(journal, err::println)) {
      var session = new Session(folder.id(), journal, Talk.on(err, options.quiet));
      try {
        for (var work : works) {
          done.addAll(work.on(session, folder));
          folder.write(record(folder, started, done));
          targets++;
        }
      } catch (Exception e) {
        afterFailure(e, journal, folder, targets + " of " + works.size());
        throw journal.isSealed() ? interrupted(e) : e;
      }
      takeBackWhatIsLeft(journal, "");
    }
  }

  private RunRecord record(RunFolder folder, Instant started, List<TargetRecord> targets) {
    return new RunRecord(
        folder.id(),
        folder.root().toString(),
        Version.text(),
        command,
        started,
        Instant.now(),
        Machine.facts(),
        List.copyOf(targets));
  }

  /** Whatever failed after the shutdown hook had ended the sessions failed because of that. */
  private static Problem interrupted(Exception e) {
    return Problem.failed(
            "The run was interrupted.", "What it had changed is taken back before it ends.")
        .causedBy(e);
  }

  private void afterFailure(Exception e, Journal journal, RunFolder folder, String done) {
    if (journal.isSealed()) {
      return; // The shutdown hook is at work.
    }
    try {
      if (e instanceof Problem p && p.kind() == Problem.Kind.UNREACHABLE) {
        takeBackOnceItIsBack(journal, p);
        if (Files.exists(folder.journal())) {
          err.println("Everything that the run had made was taken back.");
        }
      } else {
        takeBackWhatIsLeft(journal, " Before that the run failed: " + e.getMessage());
      }
      folder.withdraw();
    } finally {
      keep(folder, done, e);
    }
  }

  /** What was found out about other targets before this one failed is worth its report. */
  private void keep(RunFolder folder, String done, Exception failure) {
    if (!folder.hasRecord()) {
      return;
    }
    try {
      var run = folder.read();
      publish(folder, run, Decision.of(run));
      err.println(
          "A target failed; the results of "
              + done
              + " targets are kept: proven report "
              + folder.root());
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  /** A server that is being restarted is waited for, but not for ever. */
  private void takeBackOnceItIsBack(Journal journal, Problem problem) {
    if (journal.pending().isEmpty()) {
      return;
    }
    err.println("Waiting for the target, to take back what the run has made there.");
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    var failures = journal.undoAll();
    while (!failures.isEmpty() && System.nanoTime() < deadline && pause()) {
      failures = journal.undoAll();
    }
    if (!failures.isEmpty()) {
      throw Problem.unreachable(
              problem.what()
                  + " What the run had made there is left: "
                  + String.join("; ", failures),
              "Once the target is back, take it back: proven undo " + journal.folder())
          .causedBy(problem);
    }
  }

  private static boolean pause() {
    try {
      Thread.sleep(500);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void takeBackWhatIsLeft(Journal journal, String before) {
    if (journal.isSealed()) {
      return; // The shutdown hook is at work.
    }
    var failures = journal.undoAll();
    if (!failures.isEmpty()) {
      throw Problem.undoFailed(
          "Not everything could be taken back: " + String.join("; ", failures) + "." + before,
          "Remove the cause, then run: proven undo " + journal.folder());
    }
  }

  private static void publish(RunFolder folder, Run run, Decision decision) {
    for (View view : Views.all()) {
      folder.view(view.fileName(), view.render(run, decision));
    }
    Manifest.write(folder.root());
  }

  private void print(Run run, Decision decision) {
    View view = options.json ? new JsonView() : new ConsoleView(Talk.colour());
    out.print(view.render(run, decision));
    out.flush();
  }
}
