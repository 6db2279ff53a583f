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

  /** One thing that was taken back, or could not be. */
  record Step(String run, String what, boolean undone, String why) {}

  @Override
  public Integer call() {
    var steps = new ArrayList<Step>();
    for (var folder : folders()) {
      undo(folder, steps);
    }
    var out = spec.commandLine().getOut();
    if (options.json) {
      out.print(Json.pretty(Map.of("steps", steps)));
    } else {
      print(out, steps);
    }
    out.flush();
    boolean failed = steps.stream().anyMatch(s -> !s.undone());
    return failed ? Problem.Kind.UNDO_FAILED.exitCode() : 0;
  }

  private List<RunFolder> folders() {
    return run == null ? RunFolder.all(options.runs) : List.of(RunFolder.find(options.runs, run));
  }

  private void undo(RunFolder folder, List<Step> steps) {
    var handlers = Kinds.undoHandlers(password.credentials());
    var journal = Journal.open(folder.journal(), handlers);
    var pending = journal.pending();
    if (pending.isEmpty()) {
      return;
    }
    if (Owner.alive(folder.root())) {
      steps.add(
          new Step(
              folder.id(),
              pending.size() + " change(s)",
              false,
              "the run is still going on; end it first (Ctrl-C), it takes its changes back"));
      return;
    }
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

  private static void print(PrintWriter out, List<Step> steps) {
    if (steps.isEmpty()) {
      out.println("Nothing to take back.");
    }
    for (var step : steps) {
      out.println(
          (step.undone() ? "taken back  " : "NOT taken back  ") + step.run() + "  " + step.what());
      if (!step.why().isEmpty()) {
        out.println("  " + step.why());
      }
    }
  }
}
