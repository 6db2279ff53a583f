package dev.proven.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.proven.core.Problem;
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
    }
  }
}
