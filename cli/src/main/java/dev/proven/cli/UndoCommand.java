package dev.proven.cli;

import dev.proven.core.Json;
import dev.proven.core.Problem;
import dev.proven.core.evidence.Owner;
import dev.proven.core.evidence.RunFolder;
import dev.proven.core.journal.Journal;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code proven undo}: takes back whatever the journals hold, also after a crash. */
@Command(
    name = "undo",
    sortOptions = false,
    description = {
      "Takes back whatever a run left in force, also after a crash.",
      "Without RUN it looks at every run below the folder of runs."
    })
final class UndoCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "RUN",
      arity = "0..1",
      description = "Folder or id of a run (default: all runs).")
  @Nullable String run;

  @Mixin PasswordOption password = new PasswordOption();
  @Mixin Options options = new Options();
  @Spec CommandSpec spec = CommandSpec.create();

  private final List<Step> steps = new ArrayList<>();
  private final List<String> running = new ArrayList<>();

  /** One thing that was taken back, or could not be. */
  record Step(String run, String what, boolean undone, String why) {}

  @Override
  public Integer call() {
    folders().forEach(this::undo);
    var out = spec.commandLine().getOut();
    if (options.json) {
      out.print(Json.pretty(Map.of("steps", steps, "running", running)));
    } else {
      print(out);
    }
    out.flush();
    // Nobody asked for a run that happens to go on; one that was named is not taken back.
    boolean failed = steps.stream().anyMatch(s -> !s.undone());
    boolean refused = run != null && !running.isEmpty();
    return failed || refused ? Problem.Kind.UNDO_FAILED.exitCode() : 0;
  }

  private List<RunFolder> folders() {
    return run == null ? RunFolder.all(options.runs) : List.of(RunFolder.find(options.runs, run));
  }

  /** One run that cannot be taken back does not keep the others from it. */
  private void undo(RunFolder folder) {
    if (Owner.alive(folder.root())) {
      running.add(folder.id());
      return;
    }
    try {
      takeBack(folder);
    } catch (Problem p) {
      steps.add(
          new Step(folder.id(), "what its journal holds", false, p.what() + " " + p.advice()));
    }
  }

  private void takeBack(RunFolder folder) {
    var journal = Journal.open(folder.journal(), Kinds.undoHandlers(password.credentials()));
    var pending = journal.pending();
    journal.seal();
    var failures = journal.undoAll();
    var left = journal.pending().stream().map(p -> p.undo().what()).toList();
    pending.reversed().stream()
        .map(p -> p.undo().what())
        .forEach(what -> steps.add(step(folder.id(), what, left.contains(what), failures)));
  }

  private static Step step(String run, String what, boolean left, List<String> failures) {
    var why = failures.stream().filter(f -> f.startsWith(what + ": ")).findFirst().orElse("");
    return new Step(run, what, !left, why.isEmpty() ? "" : why.substring(what.length() + 2));
  }

  private void print(PrintWriter out) {
    for (var step : steps) {
      out.println(
          (step.undone() ? "taken back  " : "NOT taken back  ") + step.run() + "  " + step.what());
      if (!step.why().isEmpty()) {
        out.println("  " + step.why());
      }
    }
    for (var id : running) {
      out.println("still running  " + id);
      out.println("  It takes its changes back when it ends; Ctrl-C ends it now.");
    }
    if (steps.isEmpty() && running.isEmpty()) {
      out.println("Nothing to take back.");
    }
  }
}
