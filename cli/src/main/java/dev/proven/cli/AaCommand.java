package dev.proven.cli;

import dev.proven.core.Credentials;
import dev.proven.core.Json;
import dev.proven.core.Problem;
import dev.proven.core.Session;
import dev.proven.core.TargetSpec;
import dev.proven.core.evidence.RunFolder;
import dev.proven.core.sprint.Certificate;
import dev.proven.core.sprint.Certification;
import dev.proven.core.sprint.SprintSettings;
import dev.proven.core.sprint.TargetRecord;
import dev.proven.examples.aa.AaDatabase;
import dev.proven.postgres.PostgresKind;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code proven aa}: the A/A certificate of this machine. */
@Command(
    name = "aa",
    sortOptions = false,
    description = {
      "Measures an embedded PostgreSQL against itself many times over, through the very procedure",
      "that proves changes, and certifies how often it finds a difference where there is none.",
      "Where that is above 5 % beyond doubt, PROVEN is refused on this machine."
    })
final class AaCommand implements Callable<Integer> {
  /** The error rate does not depend on their number, and the time does. */
  private static final int BLOCKS = 12;

  @Option(
      names = "--verdicts",
      paramLabel = "N",
      defaultValue = "200",
      description = "How many A/A experiments are judged, 20 to 10000 (default: ${DEFAULT-VALUE}).")
  int verdicts = 200;

  @Mixin MeasuringOptions measuring = new MeasuringOptions();
  @Mixin Options options = new Options();
  @Spec CommandSpec spec = CommandSpec.create();

  private @Nullable Certificate certificate;

  @Override
  public Integer call() throws Exception {
    if (verdicts < 20 || verdicts > 10_000) {
      throw Problem.usage(verdicts + " verdicts are no use.", "Choose from 20 to 10000.");
    }
    if (measuring.blocks == null) {
      measuring.blocks = BLOCKS;
    }
    var settings = Sprint.settings(null, measuring);
    var line = spec.commandLine();
    var evidence =
        new SprintRun("aa", options, line.getOut(), line.getErr(), Credentials.fromEnvironment())
            .evidence((session, folder) -> certify(session, folder, settings));
    if (certificate == null) {
      throw new IllegalStateException("The certification gave no certificate");
    }
    print(line.getOut(), certificate, evidence);
    Certificates.keep(certificate);
    line.getErr().println("Kept in " + Certificates.file());
    return 0;
  }

  private List<TargetRecord> certify(Session session, RunFolder folder, SprintSettings settings)
      throws Exception {
    session.progress().stage("Starting an embedded PostgreSQL");
    var kind = new PostgresKind();
    try (var target = PostgresKind.openEmbedded(session, "aa", AaDatabase::load)) {
      var tpch = TargetSpec.of("embedded").withWorkload(AaDatabase.workload(folder.root()));
      var workload = kind.workload(target, tpch);
      session.progress().stage("A against A, " + verdicts + " times");
      var outcome =
          new Certification<>(kind.optimizers().getFirst(), workload, folder, session, settings)
              .run(target, verdicts);
      certificate = outcome.certificate();
      return List.of(outcome.record());
    }
  }

  private void print(PrintWriter out, Certificate c, RunFolder evidence) {
    if (options.json) {
      out.print(Json.pretty(c));
      out.flush();
      return;
    }
    out.printf(
        Locale.ROOT,
        "%d A/A verdicts, %d of them false (%d PROVEN, %d REGRESSED): %.1f %% [%.1f, %.1f]%n",
        c.verdicts(),
        c.falseVerdicts(),
        c.proven(),
        c.falseVerdicts() - c.proven(),
        100.0 * c.falseVerdicts() / c.verdicts(),
        100 * c.rate().lower(),
        100 * c.rate().upper());
    out.println(
        c.passed()
            ? "PASSED: verdicts on this machine can be believed."
            : "FAILED: " + c.refusal());
    out.println("The evidence: proven verify " + evidence.root());
    out.flush();
  }
}
