package dev.proven.postgres.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.core.Credentials;
import dev.proven.core.Progress;
import dev.proven.core.Session;
import dev.proven.core.TargetSpec;
import dev.proven.core.evidence.RunFolder;
import dev.proven.core.experiment.Part;
import dev.proven.core.experiment.Verdict;
import dev.proven.core.journal.Journal;
import dev.proven.core.sprint.SprintSettings;
import dev.proven.core.sprint.TargetRecord;
import dev.proven.core.sprint.TargetSprint;
import dev.proven.postgres.PostgresKind;
import dev.proven.postgres.Sql;
import dev.proven.postgres.apply.NewStatistics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way of extended statistics, on a real server: found, screened, proven, taken back. */
class StatisticsProofTest {
  @TempDir Path folder;

  private TargetRecord run(List<Part> parts) throws Exception {
    var run = RunFolder.named(folder, Instant.now());
    run.create();
    var handlers =
        Map.of("postgres", new PostgresKind().undoHandler(Credentials.fromEnvironment()));
    var session = new Session(run.id(), Journal.open(run.journal(), handlers), Progress.silent());
    var text =
        parts.stream()
            .map(p -> "-- name: " + p.id() + "\n" + p.text() + ";\n")
            .collect(Collectors.joining());
    var workload = Files.writeString(folder.resolve("workload.sql"), text);
    var spec =
        TargetSpec.of("embedded").withWorkload(workload).withOptimizers(List.of("statistics"));
    var budget = Duration.ofMinutes(4);
    var settings = SprintSettings.standard();
    var shorter =
        new SprintSettings(
            settings.blocks(),
            budget,
            settings.seed(),
            settings.readMargin(),
            settings.writeMargin(),
            true,
            settings.equivalence(),
            settings.mostProposals(),
            "");
    try (var target = PostgresKind.openEmbedded(session, "town", c -> Sql.execute(c, Town.SETUP))) {
      var record =
          new TargetSprint<>(new PostgresKind(), spec, run, session, shorter)
              .run(target, Instant.now().plus(budget))
              .getFirst();
      assertThat(session.journal().pending()).as("only the server stands").hasSize(1);
      assertThat(record.fingerprintAfter()).isEqualTo(record.fingerprintBefore());
      return record;
    }
  }

  @Test
  void columnsThatKnowOfEachOtherAreProvenWhereTheyTurnANestedLoop() throws Exception {
    var record = run(List.of(Town.PARTS.getFirst(), Town.PARTS.getLast()));
    var best =
        record.proposals().stream()
            .filter(p -> p.id().contains("dependencies(Stadt, Ort"))
            .findFirst()
            .orElseThrow(() -> new AssertionError(record.diagnoses().toString()));
    assertThat(best.verdict()).as("%s %s", best, record.experiments()).isEqualTo(Verdict.PROVEN);
    assertThat(record.chosen()).contains(best.id());
    assertThat(best.changes())
        .singleElement()
        .satisfies(c -> assertThat(c.action()).isEqualTo(NewStatistics.ACTION));
  }

  @Test
  void whereColumnsKnowNothingOfEachOtherNothingIsMeasured() throws Exception {
    var record = run(Town.UNRELATED);
    assertThat(record.proposals()).isEmpty();
    assertThat(record.chosen()).isEmpty();
  }
}
