package dev.proven.cli;

import dev.proven.core.Json;
import dev.proven.core.Session;
import dev.proven.core.TargetSpec;
import dev.proven.core.evidence.RunFolder;
import dev.proven.core.journal.Journal;
import dev.proven.core.journal.Shutdown;
import dev.proven.core.sprint.SprintSettings;
import dev.proven.core.sprint.TargetSprint;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code proven plan}: looks and proposes, changes nothing. */
@Command(
    name = "plan",
    sortOptions = false,
    description = {
      "Diagnoses each target and prints the proposals; changes nothing.",
      "A role that may only read is enough."
    })
final class PlanCommand implements Callable<Integer> {
  private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./-]+");

  @Mixin TargetOptions target = new TargetOptions();
  @Mixin OptimizerOption optimizers = new OptimizerOption();
  @Mixin MeasuringOptions measuring = new MeasuringOptions();
  @Mixin Options options = new Options();
  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    var sprint = Sprint.of(target, measuring);
    var err = spec.commandLine().getErr();
    var folder = RunFolder.named(options.runs, Instant.now());
    var credentials = target.password.credentials();
    var journal = Journal.open(folder.journal(), Kinds.undoHandlers(credentials));
    var plans = new ArrayList<TargetSprint.Plan>();
    try (var _ = Shutdown.undoing(journal, err::println)) {
      var session = new Session(folder.id(), journal, Talk.on(err, options.quiet));
      for (var spec : sprint.targets()) {
        plans.add(plan(optimizers.on(spec), folder, session, sprint.settings()));
      }
    } finally {
      if (!journal.isSealed() && journal.pending().isEmpty()) {
        folder.withdraw(); // An embedded target has left its journal there.
      }
    }
    print(spec.commandLine().getOut(), plans);
    return 0;
  }

  private static TargetSprint.Plan plan(
      TargetSpec target, RunFolder folder, Session session, SprintSettings settings)
      throws Exception {
    return new TargetSprint<>(Kinds.of(target.url()), target, folder, session, settings).plan();
  }

  private void print(PrintWriter out, List<TargetSprint.Plan> plans) {
    if (options.json) {
      out.print(Json.pretty(plans));
    } else {
      plans.forEach(plan -> PlanText.print(out, plan, "proven run " + arguments()));
    }
    out.flush();
  }

  /** What the user typed behind {@code plan}, to be typed again. */
  private String arguments() {
    return spec.commandLine().getParseResult().originalArgs().stream()
        .filter(a -> !a.equals(spec.name()))
        .map(Kinds::hidden)
        .map(a -> PLAIN.matcher(a).matches() ? a : "'" + a.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" "));
  }
}
