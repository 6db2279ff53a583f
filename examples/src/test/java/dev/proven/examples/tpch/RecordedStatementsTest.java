package dev.proven.examples.tpch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.proven.core.Credentials;
import dev.proven.core.Progress;
import dev.proven.core.Session;
import dev.proven.core.TargetSpec;
import dev.proven.core.experiment.Part;
import dev.proven.core.journal.Journal;
import dev.proven.postgres.PostgresKind;
import dev.proven.postgres.PostgresTarget;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The queries of TPC-H as pg_stat_statements keeps them: normalised, without their constants. */
final class RecordedStatementsTest {
  private static final PostgresKind KIND = new PostgresKind();

  @Test
  void allAreReadAndPlannedFromTheirRecordedTextAlone(@TempDir Path folder) throws Exception {
    var handlers = Map.of(KIND.id(), KIND.undoHandler(Credentials.fromEnvironment()));
    var journal = Journal.open(folder.resolve("journal"), handlers);
    var session =
        new Session("recorded" + Long.toHexString(System.nanoTime()), journal, Progress.silent());
    try (var target = PostgresKind.openEmbedded(session, "tpch", c -> TpchDatabase.load(c, 0.01))) {
      var spec = TargetSpec.of("embedded").withWorkload(TpchDatabase.workload(folder));
      var queries = KIND.workload(target, spec).parts().stream().filter(p -> !p.write()).toList();
      assertThat(queries).hasSize(22);
      execute(target, queries.stream().map(Part::text).toList());
      var recorded = KIND.workload(target, TargetSpec.of("embedded"));
      assertThat(recorded.source()).contains("pg_stat_statements");
      assertThat(recorded.leftOut()).noneMatch(l -> l.title().startsWith("select"));
      assertThat(recorded.parts()).noneMatch(Part::write);
      assertThat(recorded.parts().stream().filter(p -> !p.id().contains("-"))).hasSize(22);
      assertThat(recorded.parts().stream().mapToDouble(Part::weight).sum())
          .isCloseTo(22, within(1e-6));
      assertThat(recorded.parts()).noneMatch(p -> p.text().contains("$1"));
      execute(target, recorded.parts().stream().map(p -> "EXPLAIN " + p.text()).toList());
    }
  }

  private static void execute(PostgresTarget target, List<String> texts) throws SQLException {
    try (var connection = target.connect();
        var statement = connection.createStatement()) {
      // Proven's own connections are no part of the work and leave no record.
      statement.execute("SET pg_stat_statements.track = 'top'");
      for (var text : texts) {
        statement.execute(text);
      }
    }
  }
}
