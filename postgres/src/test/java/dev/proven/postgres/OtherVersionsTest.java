package dev.proven.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.proven.core.Problem;
import dev.proven.core.Progress;
import dev.proven.core.Workload;
import dev.proven.core.apply.Enactment;
import dev.proven.core.apply.Patience;
import dev.proven.core.experiment.Part;
import dev.proven.postgres.apply.Enactments;
import dev.proven.postgres.apply.NewIndex;
import dev.proven.postgres.apply.OldIndex;
import dev.proven.postgres.index.IndexOptimizer;
import dev.proven.postgres.setting.SettingOptimizers;
import dev.proven.postgres.statistics.StatisticsOptimizer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers older than the bundled one. */
class OtherVersionsTest {
  @Test
  void aServerThatIsTooOldIsToldItsVersion() throws Exception {
    var session = TestServer.session();
    try (var server = EmbeddedServer.start(session, "old", OlderBinaries.of(12))) {
      var problem =
          catchThrowableOfType(
              Problem.class,
              () -> PostgresTarget.open(server.login("postgres"), session, null).close());
      assertThat(problem.kind()).isEqualTo(Problem.Kind.USAGE);
      assertThat(problem.what()).contains("PostgreSQL 12.");
      assertThat(problem.advice()).contains("13 or newer");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {13, 15})
  void opensReadsAndClones(int major) throws Exception {
    var setup =
        """
        CREATE TABLE item (id int PRIMARY KEY, name text, made date);
        INSERT INTO item SELECT i, 'n' || i, date '2020-01-01' + i FROM generate_series(1, 999) i;
        CREATE ROLE app LOGIN;
        GRANT ALL ON item TO app;
        CREATE ROLE reader LOGIN PASSWORD 'r';
        GRANT pg_read_all_stats TO reader;
        GRANT SELECT ON item TO reader;
        CREATE TABLE split (id int, kind int, pad text) PARTITION BY LIST (kind);
        CREATE TABLE split1 PARTITION OF split FOR VALUES IN (1) PARTITION BY LIST (id);
        CREATE TABLE split11 PARTITION OF split1 DEFAULT;
        CREATE TABLE split2 PARTITION OF split DEFAULT;
        INSERT INTO split SELECT n, n % 2, repeat('x', 90) FROM generate_series(1, 20000) n;
        CREATE INDEX split_kind ON split (kind);
        """;
    try (var server = TestServer.with(OlderBinaries.of(major), setup)) {
      assertThat(server.target.majorVersion()).isEqualTo(major);
      var before = server.target.fingerprint();
      var workload =
          WorkloadReaderTest.recorded(
              server,
              List.of(
                  "SELECT * FROM item WHERE name = 'n5' AND made < date '2021-01-01'",
                  "UPDATE item SET name = 'x' WHERE id = 3"));
      assertThat(workload.parts()).as(workload.leftOut().toString()).hasSize(2);
      try (var clones = Clones.of(server.target, server.session)) {
        assertThat(TestServer.text(clones.b(), "SELECT count(*) FROM item")).isEqualTo("999");
      }
      var optimizers = new ArrayList<>(SettingOptimizers.ofServers());
      optimizers.add(SettingOptimizers.ofSessions());
      optimizers.add(new StatisticsOptimizer());
      for (var optimizer : optimizers) {
        assertThat(optimizer.diagnose(server.target, workload).looked()).isNotEmpty();
      }
      assertThat(server.target.fingerprint()).isEqualTo(before);
      indexesOnAPartitionedTable(server, before);
    }
  }

  private static void indexesOnAPartitionedTable(TestServer server, String before)
      throws Exception {
    var part = new Part("id", "id", "SELECT pad FROM split WHERE id = 5", false, 1);
    var workload = new Workload("test", List.of(part), List.of());
    assertThat(new IndexOptimizer().diagnose(server.target, workload).proposals())
        .anyMatch(p -> p.id().equals("split.id"));
    var journal = TestServer.session().journal();
    var index = NewIndex.of("public", "split", "proven_split", "(id)");
    OldIndex old;
    try (var connection = server.admin()) {
      old =
          OldIndex.of(StandingIndex.of(connection, "public", "split_kind").orElseThrow(), "split");
    }
    for (var change : List.of(index.record(), old.record())) {
      ((Enactment.ByProven) Enactments.of(server.target, change))
          .making()
          .make(journal, Patience.standard(), Progress.silent());
      assertThat(server.target.fingerprint()).isNotEqualTo(before);
      assertThat(journal.undoAll()).isEmpty();
      assertThat(server.target.fingerprint()).isEqualTo(before);
    }
  }
}
