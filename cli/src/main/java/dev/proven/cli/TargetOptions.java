package dev.proven.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which targets, what they have to do, and how they are entered. */
final class TargetOptions {
  @Parameters(
      paramLabel = "TARGET",
      arity = "0..*",
      description = "sprint.yaml, or URLs such as postgresql://user@host:5432/database.")
  List<String> targets = new ArrayList<>();

  @Option(
      names = "--workload",
      paramLabel = "FILE",
      description =
          "What to measure: an SQL file, a log of the server (stderr, csvlog or jsonlog; also .gz, or"
              + " a directory of them), or the word activity for what runs now (default: what"
              + " pg_stat_statements holds).")
  @Nullable Path workload;

  @Mixin BudgetOption budget = new BudgetOption();
  @Mixin ProofOption proof = new ProofOption();
  @Mixin PasswordOption password = new PasswordOption();
}
