package dev.proven.postgres.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proven.core.Credentials;
import dev.proven.core.Diagnosis;
import dev.proven.core.Problem;
import dev.proven.core.Progress;
import dev.proven.core.Proposal;
import dev.proven.core.Session;
import dev.proven.core.TargetSpec;
import dev.proven.core.Workload;
import dev.proven.core.experiment.Part;
import dev.proven.core.journal.Journal;
import dev.proven.postgres.CountedSince;
import dev.proven.postgres.PostgresKind;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.Sql;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuperfluousIndexTest {
  private static final String SETUP =
      """
      CREATE TABLE "Kunde" (
        id int PRIMARY KEY, mail text UNIQUE, land text NOT NULL, stadt text NOT NULL, alt int,
        doc jsonb NOT NULL, werber int REFERENCES "Kunde");
      INSERT INTO "Kunde" SELECT n, 'm' || n, 'l' || n % 50, 's' || n % 900, n % 90, '{}', NULL
        FROM generate_series(1, 40000) n;
      CREATE INDEX id_again ON "Kunde" (id);
      CREATE INDEX land ON "Kunde" (land);
      CREATE INDEX land_stadt ON "Kunde" (land, stadt);
      CREATE INDEX land_back ON "Kunde" (land DESC, stadt DESC);
      CREATE INDEX land_some ON "Kunde" (land) WHERE alt > 5;
      CREATE INDEX land_pattern ON "Kunde" (land text_pattern_ops);
      CREATE INDEX land_alt ON "Kunde" (land) INCLUDE (alt);
      CREATE INDEX stadt ON "Kunde" (stadt);
      CREATE INDEX doc ON "Kunde" USING gin (doc);
      CREATE INDEX "Größe" ON "Kunde" USING gin (doc);
      CREATE INDEX werber ON "Kunde" (werber);
      CREATE INDEX clustered ON "Kunde" (alt);
      CREATE UNIQUE INDEX identity ON "Kunde" (id, land);
      CREATE INDEX expression ON "Kunde" (lower(stadt)) WITH (fillfactor = 70) WHERE alt = 7;
      ALTER TABLE "Kunde" CLUSTER ON clustered;
      ALTER TABLE "Kunde" REPLICA IDENTITY USING INDEX identity;
      CREATE TABLE untouched (a int, b int);
      CREATE INDEX untouched_a ON untouched (a);
      CREATE INDEX untouched_ab ON untouched (a, b);
      CREATE INDEX untouched_b ON untouched (b);
      CREATE ROLE reader LOGIN PASSWORD 'r';
      GRANT pg_read_all_data, pg_read_all_stats TO reader;
      """;

  @TempDir private static Path folder;
  private static Session session = session(Path.of("."));
  private static PostgresTarget target;

  private static Session session(Path home) {
    var handlers =
        Map.of("postgres", new PostgresKind().undoHandler(Credentials.fromEnvironment()));
    return new Session(
        "s1" + Long.toHexString(System.nanoTime()),
        Journal.open(home.resolve("journal"), handlers),
        Progress.silent());
  }

  @BeforeAll
  @SuppressWarnings("MustBeClosedChecker") // closed after the last test
  static void start() {
    session = session(folder);
    target = PostgresKind.openEmbedded(session, "shop", c -> Sql.execute(c, SETUP));
  }

  @AfterAll
  static void stop() {
    target.close();
  }

  private static void execute(String sql) throws SQLException {
    try (var connection = target.connect()) {
      Sql.execute(connection, sql);
    }
  }

  private static final String SQL = "SELECT * FROM \"Kunde\" WHERE stadt = 's7'";

  private static Diagnosis<PostgresTarget> diagnosis(PostgresTarget of) {
    var part = new Part("one", "one", SQL, false, 1);
    return new IndexOptimizer().diagnose(of, new Workload("test", List.of(part), List.of()));
  }

  private static List<Proposal<PostgresTarget>> drops(Diagnosis<PostgresTarget> diagnosis) {
    return diagnosis.proposals().stream().filter(p -> p.change() instanceof DropIndex).toList();
  }

  private static List<Proposal<PostgresTarget>> drops() {
    return drops(diagnosis(target));
  }

  /** The server as one that others use, whose counters are as young as those of a restored copy. */
  private static TargetSpec restored(@Nullable Path workload) {
    var url = "postgresql://reader:r@127.0.0.1:" + target.address().port() + "/shop";
    return new TargetSpec(null, url, workload, null, List.of(), Credentials.fromEnvironment());
  }

  @Test
  void counters_that_have_just_begun_are_no_reason_to_drop_what_they_do_not_count() {
    try (var reader = new PostgresKind().open(restored(null), session)) {
      var diagnosis = diagnosis(reader);
      assertThat(drops(diagnosis))
          .extracting(Proposal::id)
          .contains("drop id_again", "drop land", "drop land_stadt", "drop doc")
          .doesNotContain("drop land_pattern", "drop land_some", "drop land_back", "drop Größe");
      assertThat(diagnosis.looked())
          .anyMatch(l ->
              l.contains("No statement of the workload uses")
                  && l.contains("land_pattern")
                  && l.contains("That is no reason to drop anything, because the server "));
    }
  }

  @Test
  void the_workload_is_the_evidence_where_the_user_gives_all_of_it() throws Exception {
    var file = Files.writeString(folder.resolve("work.sql"), SQL + ";");
    try (var reader = new PostgresKind().open(restored(file), session)) {
      new PostgresKind().workload(reader, restored(file));
      assertThat(drops(diagnosis(reader)))
          .anyMatch(p ->
              p.id().equals("drop land_pattern")
                  && p.evidence().getFirst().contains("which is the only evidence: the server ")
                  && p.change().records().getFirst().field("unused").equals("true"))
          .anyMatch(p ->
              p.id().equals("drop id_again")
                  && p.change().records().getFirst().field("unused").equals("false"));
    }
  }

  @Test
  void it_is_told_since_when_a_server_has_counted() throws Exception {
    try (var connection = target.connect()) {
      var counted = CountedSince.read(connection);
      assertThat(counted.words()).matches("(at least )?since \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d");
      assertThat(counted.isAtLeast(CountedSince.ENOUGH)).isFalse();
      assertThat(counted.isAtLeast(java.time.Duration.ZERO)).isTrue();
    }
  }

  @Test
  void names_duplicates_beginnings_and_what_nobody_uses_and_nothing_that_is_needed() {
    assertThat(drops())
        .extracting(Proposal::id)
        .containsExactlyInAnyOrder(
            "drop id_again",
            "drop land",
            "drop land_back",
            "drop land_some",
            "drop land_pattern",
            "drop land_alt",
            "drop land_stadt",
            "drop doc",
            "drop Größe",
            "drop expression",
            "drop untouched_a");
    assertThat(drops())
        .anyMatch(p ->
            p.id().equals("drop land")
                && p.evidence().getFirst().contains("land_stadt begins with the same keys"))
        .anyMatch(p ->
            p.id().equals("drop id_again")
                && p.evidence().getFirst().contains("holds the same as Kunde_pkey"))
        .anyMatch(p ->
            p.id().equals("drop land_pattern")
                && p.evidence().getFirst().contains("no statement of the workload uses it"));
  }

  @Test
  @SuppressWarnings("MustBeClosedChecker") // closed twice by hand
  void a_dropped_index_comes_back_as_it_was() throws Exception {
    try (var connection = target.connect()) {
      Sql.execute(connection, "SET allow_in_place_tablespaces = on");
      Sql.execute(connection, "CREATE TABLESPACE \"Zwei\" LOCATION ''");
    }
    execute(
        "ALTER INDEX expression SET TABLESPACE \"Zwei\";"
            + " COMMENT ON INDEX expression IS 'it''s \\ mine';"
            + " ALTER INDEX expression ALTER COLUMN 1 SET STATISTICS 500");
    var before = target.fingerprint();
    var change = new DropIndex(new TableName("public", "Kunde"), "expression", 1, "");
    assertThat(change.script()).isEqualTo("DROP INDEX \"public\".\"expression\";");
    var undo = change.apply(target, session.journal());
    assertThat(target.fingerprint()).isNotEqualTo(before);
    undo.close();
    assertThat(target.fingerprint()).isEqualTo(before);
    undo.close();
    assertThat(target.fingerprint()).isEqualTo(before);
  }

  @Test
  void an_index_that_is_gone_cannot_be_dropped() {
    var change = new DropIndex(new TableName("public", "Kunde"), "nowhere", 1, "");
    assertThatThrownBy(() -> change.apply(target, session.journal()).close())
        .isInstanceOf(Problem.class)
        .hasMessageContaining("nowhere");
  }
}
