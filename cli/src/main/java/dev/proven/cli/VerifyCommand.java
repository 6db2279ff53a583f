package dev.proven.cli;

import dev.proven.core.Json;
import dev.proven.core.evidence.RunFolder;
import dev.proven.core.evidence.Verification;
import dev.proven.report.ViewCheck;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code proven verify}: recomputes every figure of a run from its raw samples. */
@Command(
    name = "verify",
    sortOptions = false,
    description = {
      "Recomputes every figure of a run from its raw samples and checks every file's hash.",
      "Ends with 1 where anything differs."
    })
final class VerifyCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RUN", description = "Folder or id of a run.")
  String run = "";

  @Mixin Options options = new Options();
  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    var folder = RunFolder.find(options.runs, run);
    var verification = Verification.of(folder);
    if (madeByThisVersion(folder)) {
      verification = verification.with("the report", () -> ViewCheck.figures(folder));
    }
    var out = spec.commandLine().getOut();
    if (options.json) {
      out.print(Json.pretty(verification));
    } else {
      print(out, verification);
    }
    out.flush();
    return verification.passed() ? 0 : 1;
  }

  /** Another version words its reports otherwise; what they rest on is recomputed all the same. */
  private static boolean madeByThisVersion(RunFolder folder) {
    try {
      return folder.head().proven().equals(Version.text());
    } catch (RuntimeException e) {
      return false;
    }
  }

  private static void print(PrintWriter out, Verification v) {
    var experiment = "";
    for (var figure : v.figures()) {
      if (!figure.experiment().equals(experiment)) {
        experiment = figure.experiment();
        out.println(experiment);
      }
      out.println(
          figure.same()
              ? "  same     " + figure.name() + "  " + figure.recorded()
              : "  differs  "
                  + figure.name()
                  + "  recorded "
                  + figure.recorded()
                  + ", recomputed "
                  + figure.recomputed());
    }
    v.failures().forEach(f -> out.println("failed   " + f));
    v.files().forEach(f -> out.println("differs  " + f));
    long differing = v.figures().stream().filter(f -> !f.same()).count();
    out.println(
        v.figures().size()
            + " figures recomputed, "
            + differing
            + " differ; "
            + (v.files().isEmpty()
                ? "every file's hash is right"
                : v.files().size() + " file(s) differ from the manifest")
            + (v.failures().isEmpty() ? "." : "; what failed above could not be recomputed."));
    out.println(v.passed() ? "VERIFIED " + v.run() : "NOT VERIFIED " + v.run());
  }
}
