package dev.proven.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.proven.core.Problem;
import dev.proven.postgres.setting.SettingOptimizers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers older than the bundled one; their programs are put into target/servers by the build. */
class OtherVersionsTest {
  private static Binaries binaries(int major) throws Exception {
    try (var jars = Files.list(Path.of("target", "servers"))) {
      var prefix = "postgres-" + major + ".";
      return unpacked(
          jars.filter(j -> String.valueOf(j.getFileName()).startsWith(prefix))
              .findFirst()
              .orElseThrow());
    }
  }

  private static Binaries unpacked(Path jar) throws Exception {
    try (var zip = new ZipFile(jar.toFile())) {
      var entry = zip.stream().filter(e -> e.getName().endsWith(".txz")).findFirst().orElseThrow();
      try (var in = zip.getInputStream(entry)) {
        return Binaries.unpacked(in.readAllBytes());
      }
    }
  }

  @Test
  void aServerThatIsTooOldIsToldItsVersion() throws Exception {
    var session = TestServer.session();
    try (var server = EmbeddedServer.start(session, "old", binaries(12))) {
      var problem =
          catchThrowableOfType(
              Problem.class,
              () -> PostgresTarget.open(server.login("postgres"), session.runId(), null).close());
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
    try (var server = TestServer.with(binaries(major), setup)) {
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
      for (var optimizer : SettingOptimizers.all()) {
        assertThat(optimizer.diagnose(server.target, workload).looked()).isNotEmpty();
      }
      assertThat(server.target.fingerprint()).isEqualTo(before);
    }
  }
}
