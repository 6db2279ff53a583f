package dev.proven.postgres.setting;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.Credentials;
import dev.proven.core.Progress;
import dev.proven.core.Session;
import dev.proven.core.TargetSpec;
import dev.proven.core.evidence.RunFolder;
import dev.proven.core.experiment.Verdict;
import dev.proven.core.journal.Journal;
import dev.proven.core.sprint.ProposalRecord;
import dev.proven.core.sprint.SprintSettings;
import dev.proven.core.sprint.TargetRecord;
import dev.proven.core.sprint.TargetSprint;
import dev.proven.postgres.PostgresKind;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.Sql;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way of a setting, on real servers: found, screened, proven or refused, taken back. */
class SettingProofTest {
  private static final String SETUP =
      """
      ALTER SYSTEM SET max_wal_size = '32MB';
      ALTER SYSTEM SET work_mem = '256kB';
      ALTER SYSTEM SET shared_buffers = '1MB';
      SELECT pg_reload_conf();
      CREATE TABLE item (id int PRIMARY KEY, kind int NOT NULL, name text NOT NULL);
      INSERT INTO item SELECT n, n * 7919 % 50000, md5(n::text) FROM generate_series(1, 150000) n;
      CREATE INDEX ON item (kind);
      UPDATE item SET name = md5(name);
      UPDATE item SET name = md5(name);
      UPDATE item SET name = md5(name);
      VACUUM FULL item;
      SELECT pg_stat_force_next_flush();
      SELECT pg_stat_reset();
      """;

  private static final String SPILLING =
      """
      -- name: sorted
      SELECT count(name) FROM (SELECT * FROM item ORDER BY name OFFSET 0) i;
      -- name: grouped
      SELECT count(*) FROM (SELECT name, max(kind) FROM item GROUP BY name) i;
      -- name: one
      SELECT name FROM item WHERE id = 77;
      """;

  private static final String SCATTERED =
      """
      -- name: scattered
      SELECT sum((SELECT length(name) FROM item WHERE id = 1 + k * 104729::bigint % 150000))
        FROM generate_series(1, 50000) k;
      -- name: change
      UPDATE item SET name = name || '' WHERE kind BETWEEN 100 AND 160;
      """;

  @TempDir Path folder;

  private Session session(RunFolder run) {
    var handlers =
        Map.of("postgres", new PostgresKind().undoHandler(Credentials.fromEnvironment()));
    return new Session(run.id(), Journal.open(run.journal(), handlers), Progress.silent());
  }

  @MustBeClosed
  private static PostgresTarget open(Session session) {
    return PostgresKind.openEmbedded(session, "shop", SettingProofTest::fill);
  }

  /** One by one, because ALTER SYSTEM must not stand in a transaction. */
  private static void fill(Connection connection) throws SQLException {
    for (var statement : SETUP.split(";\\n", -1)) {
      Sql.execute(connection, statement);
    }
  }

  private TargetRecord run(String optimizer, String statements, Duration budget) throws Exception {
    var run = RunFolder.named(folder, Instant.now());
    run.create();
    var session = session(run);
    var workload = Files.writeString(folder.resolve("workload.sql"), statements);
    var spec = TargetSpec.of("embedded").withWorkload(workload).withOptimizers(List.of(optimizer));
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
    try (var target = open(session)) {
      var records =
          new TargetSprint<>(new PostgresKind(), spec, run, session, shorter)
              .run(target, Instant.now().plus(budget));
      assertThat(session.journal().pending()).as("only the server stands").hasSize(1);
      var record = records.getFirst();
      assertThat(record.fingerprintAfter()).isEqualTo(record.fingerprintBefore());
      return record;
    }
  }

  private static ProposalRecord proposal(TargetRecord record, String setting) {
    return record.proposals().stream()
        .filter(p -> p.id().startsWith(setting + "="))
        .findFirst()
        .orElseThrow(() -> new AssertionError(record.proposals() + " " + record.diagnoses()));
  }

  @Test
  void work_mem_is_proven_on_a_sort_that_went_to_disk() throws Exception {
    var record = run("settings", SPILLING, Duration.ofMinutes(2));
    var workMem = proposal(record, "work_mem");
    assertThat(workMem.verdict()).as(workMem.why()).isEqualTo(Verdict.PROVEN);
    assertThat(workMem.evidence().toString()).contains("sorted: external merge of");
    assertThat(record.chosen()).contains(workMem.id());
    assertThat(record.diagnoses().getFirst().dropped())
        .as("every other value of it has its reason")
        .anyMatch(d -> d.id().startsWith("work_mem=") && d.reason().contains("quick trial"));
  }

  @Test
  void shared_buffers_are_proven_on_two_private_servers() throws Exception {
    var record = run("server-memory", SCATTERED, Duration.ofMinutes(2));
    var buffers = proposal(record, "shared_buffers");
    assertThat(buffers.evidence().getFirst()).contains("shared_buffers 1MB");
    assertThat(buffers.script()).contains("restarted");
    assertThat(buffers.verdict()).as(buffers.why()).isEqualTo(Verdict.PROVEN);
    assertThat(record.chosen()).containsExactly(buffers.id());
  }

  @Test
  void the_log_is_measured_under_a_load_that_commits() throws Exception {
    var record = run("server-log", SCATTERED, Duration.ofSeconds(100));
    var size = proposal(record, "max_wal_size");
    assertThat(size.evidence().getFirst()).contains("checkpoints were forced");
    assertThat(size.experiment()).as("it has an experiment of its own").isNotEmpty();
    assertThat(size.verdict()).as(size.why()).isNotEqualTo(Verdict.NOT_RUN);
  }

  @Test
  void a_server_of_the_users_has_no_private_copy_and_is_told_so() throws Exception {
    var run = RunFolder.named(folder, Instant.now());
    run.create();
    var session = session(run);
    try (var embedded = open(session)) {
      var password = Files.readString(serverFolder(session).resolve("password")).strip();
      var url =
          "postgresql://postgres:%s@127.0.0.1:%d/shop"
              .formatted(password, embedded.address().port());
      var workload = Files.writeString(folder.resolve("workload.sql"), SCATTERED);
      var spec =
          TargetSpec.of(url)
              .withWorkload(workload)
              .withOptimizers(List.of("server-memory", "server-log"));
      var records =
          new TargetSprint<>(new PostgresKind(), spec, run, session, SprintSettings.standard())
              .run();
      assertThat(records).as("with nothing to measure they share one").hasSize(1);
      var record = records.getFirst();
      assertThat(record.proposals())
          .extracting(ProposalRecord::optimizer)
          .contains("server-memory", "server-log");
      assertThat(record.proposals())
          .allMatch(p -> p.verdict() == Verdict.NOT_RUN)
          .allMatch(p -> p.why().contains("url: embedded"));
      assertThat(record.experiments()).isEmpty();
    }
  }

  private static Path serverFolder(Session session) {
    return Path.of(session.journal().pending().getFirst().undo().field("folder"));
  }
}
