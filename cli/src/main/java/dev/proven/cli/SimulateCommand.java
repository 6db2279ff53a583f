package dev.proven.cli;

import dev.proven.core.Json;
import dev.proven.core.simulation.Calibration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code proven simulate}: measures the error rates of the statistics by simulation. */
@Command(
    name = "simulate",
    sortOptions = false,
    description = {
      "Measures by simulation, in eight kinds of noise, how often the rules of judgement are"
          + " wrong.",
      "Ends with 1 where a rate is above its limit."
    })
final class SimulateCommand implements Callable<Integer> {
  @Option(
      names = "--experiments",
      paramLabel = "N",
      defaultValue = "2000",
      description = "Experiments in each cell of the table (default: ${DEFAULT-VALUE}).")
  int experiments = 2000;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "20260101",
      description = "Seed (default: ${DEFAULT-VALUE}).")
  long seed = 20260101;

  @Mixin Options options = new Options();
  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    var table = Calibration.run(experiments, seed);
    var out = spec.commandLine().getOut();
    out.print(options.json ? Json.pretty(table) : table);
    out.println();
    out.flush();
    return table.passes() ? 0 : 1;
  }
}
