package dev.proven.cli;

import dev.proven.core.TargetSpec;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which of a kind's optimizers are used. */
final class OptimizerOption {
  @Option(
      names = "--optimizers",
      paramLabel = "ID",
      split = ",",
      description = "Use only these optimizers, such as indexes,settings (default: all).")
  List<String> ids = new ArrayList<>();

  /** The target with these optimizers, or with those that it has where none was named. */
  TargetSpec on(TargetSpec target) {
    return ids.isEmpty() ? target : target.withOptimizers(ids);
  }
}
