package dev.proven.cli;

import dev.proven.core.Json;
import dev.proven.core.Problem;
import dev.proven.core.evidence.RunFolder;
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
      "Takes back whatever a run left in force, also after a crash, and what of it was applied.",
      "Without RUN it looks at every run below the folder of runs, and leaves alone what was",
      "applied on purpose."
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

  @Override
  public Integer call() {
    var taken = new TakenBack(password.credentials());
    if (run == null) {
      RunFolder.all(options.runs).forEach(taken::unfinished);
    } else {
      taken.all(RunFolder.find(options.runs, run));
    }
    var out = spec.commandLine().getOut();
    if (options.json) {
      out.print(Json.pretty(taken.json()));
    } else {
      taken.print(out);
    }
    out.flush();
    // Nobody asked for a run that happens to go on; one that was named is not taken back.
    boolean refused = run != null && taken.goesOn();
    return taken.failed() || refused ? Problem.Kind.UNDO_FAILED.exitCode() : 0;
  }
}
