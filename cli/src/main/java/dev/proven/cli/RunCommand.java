package dev.proven.cli;

import dev.proven.core.TargetSpec;
import dev.proven.core.sprint.SprintSettings;
import dev.proven.core.sprint.TargetSprint;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code proven run}: the whole sprint on the user's targets. */
@Command(
    name = "run",
    sortOptions = false,
    description = {
      "Diagnoses each target, proves every proposal on a copy, and reports what is proven.",
      "The target itself is not changed; what is proven is put into it by proven apply."
    })
final class RunCommand implements Callable<Integer> {
  @Mixin TargetOptions target = new TargetOptions();
  @Mixin OptimizerOption optimizers = new OptimizerOption();
  @Mixin MeasuringOptions measuring = new MeasuringOptions();
  @Mixin ExitCodeOption exitCode = new ExitCodeOption();
  @Mixin Options options = new Options();
  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    var sprint = Sprint.of(target, measuring);
    var line = spec.commandLine();
    var settings = sprint.settings().withProvenRefused(Certificates.refusal(line.getErr()));
    var works = sprint.targets().stream().map(t -> work(optimizers.on(t), settings)).toList();
    return new SprintRun(
            "run", options, line.getOut(), line.getErr(), target.password.credentials())
        .run(works, exitCode.wanted);
  }

  private static SprintRun.Work work(TargetSpec target, SprintSettings settings) {
    var kind = Kinds.of(target.url());
    return (session, folder) -> new TargetSprint<>(kind, target, folder, session, settings).run();
  }
}
