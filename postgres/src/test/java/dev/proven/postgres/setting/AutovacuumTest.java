package dev.proven.postgres.setting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.core.Credentials;
import dev.proven.core.Diagnosis;
import dev.proven.core.Progress;
import dev.proven.core.Session;
import dev.proven.core.Workload;
import dev.proven.core.experiment.Part;
import dev.proven.core.journal.Journal;
import dev.proven.postgres.PostgresKind;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.Sql;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is proposed where many rows of a large table are dead, and that nobody claims a gain. */
class AutovacuumTest {
  private static final String SETUP =
      """
      CREATE TABLE item (id int PRIMARY KEY, state int NOT NULL);
      INSERT INTO item SELECT n, 0 FROM generate_series(1, 150000) n;
      """;

  private static final Workload WORK =
      new Workload(
          "test",
          List.of(new Part("one", "one", "SELECT state FROM item WHERE id = 7", false, 1)),
          List.of());

  @TempDir private static Path folder;

  private static Diagnosis<PostgresTarget> diagnosis(PostgresTarget target) {
    var log =
        SettingOptimizers.ofServers().stream()
            .filter(o -> o.id().equals("server-log"))
            .findFirst()
            .orElseThrow();
    return log.diagnose(target, WORK);
  }

  private static void execute(PostgresTarget target, String... statements) throws Exception {
    try (var connection = target.connect()) {
      for (var sql : statements) {
        Sql.execute(connection, sql);
      }
    }
  }

  @Test
  void dead_rows_lead_to_proposals_that_are_not_run() throws Exception {
    var handlers =
        Map.of("postgres", new PostgresKind().undoHandler(Credentials.fromEnvironment()));
    var session =
        new Session(
            "a1" + Long.toHexString(System.nanoTime()),
            Journal.open(folder.resolve("journal"), handlers),
            Progress.silent());
    try (var target = PostgresKind.openEmbedded(session, "shop", c -> Sql.execute(c, SETUP))) {
      assertThat(diagnosis(target).proposals()).isEmpty();
      assertThat(diagnosis(target).looked()).anyMatch(l -> l.startsWith("autovacuum: no table"));

      execute(
          target,
          "UPDATE item SET state = 1 WHERE id % 3 = 0",
          "SELECT pg_stat_force_next_flush()",
          "SELECT 1");
      assertThat(diagnosis(target).proposals())
          .singleElement()
          .satisfies(p -> {
            assertThat(p.id()).isEqualTo("autovacuum=on");
            assertThat(p.evidence()).anyMatch(e -> e.contains("50,000 dead rows"));
            assertThat(p.missing()).contains("hours of real work", "proven watch");
          });

      execute(target, "ALTER SYSTEM SET autovacuum = on", "SELECT pg_reload_conf()");
      try (var connection = target.connect()) {
        while (!Sql.isTrue(connection, "SELECT current_setting('autovacuum')::boolean")) {
          Thread.sleep(50);
        }
        Sql.execute(connection, "ALTER TABLE item SET (autovacuum_enabled = off)");
      }
      assertThat(diagnosis(target).proposals())
          .extracting(p -> p.id())
          .containsExactly("autovacuum_vacuum_scale_factor=0.02");
    }
  }
}
