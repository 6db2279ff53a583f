package dev.proven.cli;

import dev.proven.core.Json;
import dev.proven.core.Problem;
import dev.proven.core.apply.ApplyLock;
import dev.proven.core.apply.ProvenChanges;
import dev.proven.core.evidence.RunFolder;
import dev.proven.core.evidence.Verification;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code proven apply}: puts proven changes into the real target. */
@Command(
    name = "apply",
    sortOptions = false,
    description = {
      "Puts the proven changes of a run into the real target, without blocking its users. Prints",
      "what it will do and what takes it back, and asks once. If one change fails, or the process",
      "is told to end, everything is taken back; after a crash, proven undo does that.",
      "Takes only what was PROVEN, of a run whose evidence is sound."
    })
final class ApplyCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "RUN", description = "Folder or id of a run.")
  String run = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "ID",
      description = "Proposals of the proven set (default: all of it).")
  List<String> ids = new ArrayList<>();

  @Mixin ApplyOptions apply = new ApplyOptions();
  @Mixin PasswordOption password = new PasswordOption();
  @Mixin Options options = new Options();
  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    var line = spec.commandLine();
    apply.patience();
    apply.interval();
    apply.baseline();
    var folder = RunFolder.find(options.runs, run);
    mustBeSound(folder);
    var proven = ProvenChanges.of(folder.read(), ids, apply.target);
    var real = RealTarget.of(proven.target(), apply.url, password.credentials());
    try (var _ = ApplyLock.take(folder)) {
      var result =
          new ApplyRun(folder, proven, apply, line.getErr(), options.quiet)
              .on(real.kind(), real.spec());
      if (options.json) {
        line.getOut().print(Json.pretty(result));
        line.getOut().flush();
      } else {
        ApplyText.done(line.getOut(), result);
      }
      return 0;
    }
  }

  /** Nobody puts into production what a record says that was edited. */
  private static void mustBeSound(RunFolder folder) {
    folder.head();
    var verification = Verification.of(folder);
    if (verification.passed()) {
      return;
    }
    var faults =
        Stream.of(
                verification.files().stream(),
                verification.failures().stream(),
                verification.figures().stream()
                    .filter(f -> !f.same())
                    .map(f -> f.experiment() + " " + f.name() + " differs"))
            .flatMap(s -> s)
            .limit(5)
            .toList();
    throw Problem.failed(
        "The evidence of the run "
            + folder.id()
            + " is not sound: "
            + String.join("; ", faults)
            + ".",
        "Nothing was changed. See all of it with: proven verify " + folder.root());
  }
}
