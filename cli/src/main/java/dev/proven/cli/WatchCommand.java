package dev.proven.cli;

import dev.proven.core.Json;
import dev.proven.core.Problem;
import dev.proven.core.apply.AppliedFolder;
import dev.proven.core.evidence.RunFolder;
import dev.proven.core.journal.Journal;
import dev.proven.core.watch.Baseline;
import dev.proven.core.watch.Watch;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code proven watch}: the real load before and after a run was applied. */
@Command(
    name = "watch",
    sortOptions = false,
    description = {
      "Compares the target's own record of its load before and after a run was applied, statement",
      "by statement, with an interval that is valid whenever it is looked at. Ends when every",
      "interval that was recorded before has its partner, or something got worse beyond doubt.",
      "Before and after are not interleaved: a drift of the load shows as well."
    })
final class WatchCommand implements Callable<Integer> {
  private static final int WORSE = 20;

  @Parameters(paramLabel = "RUN", description = "Folder or id of a run that was applied.")
  String run = "";

  @Option(
      names = "--for",
      paramLabel = "TIME",
      defaultValue = "30m",
      description = "How long at most (default: ${DEFAULT-VALUE}).")
  String time = "30m";

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      description = "Length of an interval (default: as it was before).")
  @Nullable String interval;

  @Option(
      names = "--undo",
      description = "Take the changes back, unasked, where something got worse beyond doubt.")
  boolean undo;

  @Option(
      names = "--exit-code",
      description = "End with 20 where something got worse and was not taken back.")
  boolean exitCode;

  @Mixin PasswordOption password = new PasswordOption();
  @Mixin Options options = new Options();
  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    var longest = ApplyOptions.between("--for", time, Duration.ofSeconds(1));
    var folder = RunFolder.find(options.runs, run);
    var applied = inForce(folder);
    var baseline = baseline(applied);
    var record = applied.finished().orElseThrow();
    var each =
        interval == null
            ? Duration.ofMillis(Math.round(1000 * baseline.seconds()))
            : ApplyOptions.between("--interval", interval, Duration.ofSeconds(1));
    var err = spec.commandLine().getErr();
    var seen =
        new WatchRun(record, baseline, longest, each, Talk.on(err, options.quiet))
            .watch(folder, password.credentials());
    var out = spec.commandLine().getOut();
    if (!options.json) {
      WatchText.print(out, baseline, seen.result());
    }
    keep(applied, seen, err);
    var taken = offerUndo(folder, seen.result().worse().size());
    if (options.json) {
      out.print(WatchText.json(baseline, seen.result(), taken));
    } else if (taken != null) {
      taken.print(out);
    }
    out.flush();
    return code(seen.result().worse().isEmpty(), taken);
  }

  /** What was seen is told, and acted upon, also where it cannot be kept. */
  private static void keep(AppliedFolder applied, Watch.Seen seen, PrintWriter err) {
    var name = "watch-" + Instant.now().toString().replaceAll("[^0-9TZ]", "") + ".json";
    try {
      applied.write(name, Json.pretty(seen));
    } catch (UncheckedIOException e) {
      err.println(applied.root().resolve(name) + " could not be written: " + e.getMessage());
    }
  }

  private int code(boolean fine, @Nullable TakenBack taken) {
    if (taken != null && (taken.failed() || taken.goesOn())) {
      return Problem.Kind.UNDO_FAILED.exitCode();
    }
    return exitCode && !fine && taken == null ? WORSE : 0;
  }

  private static AppliedFolder inForce(RunFolder folder) {
    for (var applied : AppliedFolder.all(folder)) {
      boolean stands = !Journal.open(applied.journal(), Map.of()).pending().isEmpty();
      if (stands && applied.finished().isPresent()) {
        return applied;
      }
    }
    throw Problem.usage(
        "Nothing of the run " + folder.id() + " is in force in a target.",
        "Apply it first: proven apply " + folder.root());
  }

  private static Baseline baseline(AppliedFolder applied) {
    return applied
        .baseline()
        .orElseThrow(() ->
            Problem.usage(
                "When the run was applied no load was recorded, so there is nothing to compare.",
                "Take it back and apply it again where pg_stat_statements can be read:"
                    + " proven undo "
                    + applied.root()));
  }

  /** What came of the offer; null where there was none or it was declined. */
  private @Nullable TakenBack offerUndo(RunFolder folder, int worse) {
    if (worse == 0) {
      return null;
    }
    var err = spec.commandLine().getErr();
    boolean wanted =
        undo
            || (!options.json
                && Question.canBeAsked()
                && Question.ask(err, "Take the changes of the run back?"));
    if (!wanted) {
      err.println("Take it all back with: proven undo " + folder.root());
      return null;
    }
    var taken = new TakenBack(password.credentials());
    taken.all(folder);
    return taken;
  }
}
