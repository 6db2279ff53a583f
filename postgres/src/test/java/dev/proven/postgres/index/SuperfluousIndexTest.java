package dev.proven.postgres.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proven.core.Credentials;
import dev.proven.core.Problem;
import dev.proven.core.Progress;
import dev.proven.core.Proposal;
import dev.proven.core.Session;
import dev.proven.core.Workload;
import dev.proven.core.experiment.Part;
import dev.proven.core.journal.Journal;
import dev.proven.postgres.PostgresKind;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.Sql;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
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
      """;

  @TempDir private static Path folder;
  private static Session session = session(Path.of("."));
  private static PostgresTarget target;

  private static Session session(Path home) {
    var handlers =
        Map.of("postgres", new PostgresKind().undoHandler(Credentials.fromEnvironment()));
    return new Session("s1", Journal.open(home.resolve("journal"), handlers), Progress.silent());
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

  private static List<Proposal<PostgresTarget>> drops() {
    var part = new Part("one", "one", "SELECT * FROM \"Kunde\" WHERE stadt = 's7'", false, 1);
    return new IndexOptimizer()
        .diagnose(target, new Workload("test", List.of(part), List.of())).proposals().stream()
            .filter(p -> p.change() instanceof DropIndex)
            .toList();
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
