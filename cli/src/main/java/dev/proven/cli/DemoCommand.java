package dev.proven.cli;

import dev.proven.core.Credentials;
import dev.proven.core.Problem;
import dev.proven.core.Session;
import dev.proven.core.TargetSpec;
import dev.proven.core.evidence.RunFolder;
import dev.proven.core.sprint.SprintSettings;
import dev.proven.core.sprint.TargetRecord;
import dev.proven.core.sprint.TargetSprint;
import dev.proven.postgres.PostgresKind;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code proven demo}: the whole sprint on embedded, deliberately wasteful targets. */
@Command(
    name = "demo",
    sortOptions = false,
    description = {
      "The whole sprint on an embedded PostgreSQL with TPC-H data: primary keys only, the 22",
      "queries and a share of writes. Needs nothing installed and leaves nothing behind but the",
      "run's folder; takes about twelve minutes on two cores."
    })
final class DemoCommand implements Callable<Integer> {
  /** What a demo has time for; the settings of a whole server are proven apart, with restarts. */
  private static final List<String> STATEMENTS = List.of("rewrites", "indexes", "settings");

  @Option(
      names = "--data",
      paramLabel = "BENCHMARK",
      defaultValue = "tpch",
      description =
          "tpch: 22 queries and four writes; tpcds: 26 queries with many joins (default:"
              + " ${DEFAULT-VALUE}).")
  DemoData data = DemoData.TPCH;

  @Option(
      names = "--scale",
      paramLabel = "S",
      defaultValue = "0.1",
      description = "Scale factor of the benchmark, 0.01 to 1 (default: ${DEFAULT-VALUE}).")
  double scale = 0.1;

  @Mixin OptimizerOption optimizers = new OptimizerOption();
  @Mixin BudgetOption budget = new BudgetOption();
  @Mixin MeasuringOptions measuring = new MeasuringOptions();
  @Mixin ExitCodeOption exitCode = new ExitCodeOption();
  @Mixin Options options = new Options();
  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    if (!(scale >= 0.01 && scale <= 1)) {
      throw Problem.usage(
          "A scale of " + scale + " is no use for a demo.", "Choose from 0.01 to 1.");
    }
    var line = spec.commandLine();
    var settings =
        Sprint.settings(null, measuring).withProvenRefused(Certificates.refusal(line.getErr()));
    return new SprintRun(
            "demo", options, line.getOut(), line.getErr(), Credentials.fromEnvironment())
        .run(List.of((session, folder) -> postgres(session, folder, settings)), exitCode.wanted);
  }

  private List<TargetRecord> postgres(Session session, RunFolder folder, SprintSettings settings)
      throws Exception {
    var deadline = Instant.now().plus(settings.budget());
    session
        .progress()
        .stage("Starting an embedded PostgreSQL and loading " + data.title() + " at " + scale);
    try (var target = PostgresKind.openEmbedded(session, data.database(), data.loader(scale))) {
      var workload = data.workload(folder.root());
      var benchmark =
          TargetSpec.of("embedded").withName(data.title() + " " + scale).withWorkload(workload);
      var bytes = budget.bytes();
      return new TargetSprint<>(
              new PostgresKind(),
              optimizers.on(benchmark.withOptimizers(STATEMENTS)),
              folder,
              session,
              settings)
          .run(bytes == null ? target : target.withIndexBudget(bytes), deadline);
    }
  }
}
