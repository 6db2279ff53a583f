package dev.proven.postgres.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.core.CostedWorkload;
import dev.proven.core.Credentials;
import dev.proven.core.Diagnosis;
import dev.proven.core.Progress;
import dev.proven.core.Proposal;
import dev.proven.core.Session;
import dev.proven.core.TargetSpec;
import dev.proven.core.Workload;
import dev.proven.core.experiment.Arm;
import dev.proven.core.experiment.Part;
import dev.proven.core.journal.Journal;
import dev.proven.postgres.PostgresKind;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.Sql;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Indexes on partitioned tables, on one of their partitions, and on heirs. */
class PartitionedIndexTest {
  private static final String SETUP =
      """
      CREATE TABLE "Verkauf" (
        id bigint NOT NULL, kunde int NOT NULL, "am" date NOT NULL, art int NOT NULL,
        notiz text NOT NULL) PARTITION BY RANGE ("am");
      CREATE TABLE verkauf_rest PARTITION OF "Verkauf" DEFAULT;
      CREATE INDEX verkauf_am ON "Verkauf" ("am");
      CREATE INDEX verkauf_am_id ON "Verkauf" ("am", id);
      CREATE INDEX verkauf_am_again ON "Verkauf" ("am");
      CREATE TABLE kunde (id int PRIMARY KEY, land int NOT NULL, name text NOT NULL);
      INSERT INTO kunde SELECT n, n % 100, 'kunde ' || n FROM generate_series(1, 5000) n;
      CREATE TABLE messung (ort int NOT NULL, geraet int NOT NULL, wert int NOT NULL, text text)
        PARTITION BY LIST (ort);
      CREATE TABLE messung_nord PARTITION OF messung FOR VALUES IN (1, 2)
        PARTITION BY HASH (geraet);
      CREATE TABLE messung_nord0 PARTITION OF messung_nord FOR VALUES WITH (MODULUS 2, REMAINDER 0);
      CREATE TABLE messung_nord1 PARTITION OF messung_nord FOR VALUES WITH (MODULUS 2, REMAINDER 1);
      CREATE TABLE messung_sued PARTITION OF messung FOR VALUES IN (3);
      INSERT INTO messung SELECT 1 + n % 3, n % 700, n % 4000, repeat('m', 80)
        FROM generate_series(1, 40000) n;
      CREATE TABLE tier (id int, beine int, text text);
      CREATE TABLE vogel (spannweite int) INHERITS (tier);
      INSERT INTO tier SELECT n, n % 3000, repeat('t', 80) FROM generate_series(1, 20000) n;
      INSERT INTO vogel SELECT n, n % 3000, repeat('v', 80), n FROM generate_series(1, 20000) n;
      CREATE MATERIALIZED VIEW summe AS
        SELECT n AS id, n % 5000 AS gruppe, repeat('s', 80) AS text FROM generate_series(1, 30000) n;
      CREATE TABLE konto (id int, mandant int NOT NULL, betrag int NOT NULL, text text,
        doppelt int GENERATED ALWAYS AS (betrag * 2) VIRTUAL,
        rest int GENERATED ALWAYS AS (betrag % 5003) STORED);
      INSERT INTO konto SELECT n, n % 4000, n, repeat('k', 80) FROM generate_series(1, 30000) n;
      ALTER TABLE konto ENABLE ROW LEVEL SECURITY;
      CREATE POLICY eigene ON konto USING (mandant = 7);
      CREATE ROLE leser LOGIN PASSWORD 'r';
      GRANT SELECT ON konto TO leser;
      """;

  private static final List<Part> PARTS =
      List.of(
          part("kunde", "SELECT * FROM \"Verkauf\" WHERE kunde = 17"),
          part(
              "join",
              "SELECT count(v.notiz) FROM kunde k JOIN \"Verkauf\" v ON v.kunde = k.id"
                  + " WHERE k.name = 'kunde 7'"),
          part("am", "SELECT id FROM \"Verkauf\" WHERE \"am\" = '2025-03-04'"),
          part("wert", "SELECT text FROM messung WHERE wert = 77"),
          part("mai", "SELECT notiz FROM \"Verkauf\" WHERE \"am\" = '2025-05-05' AND art = 3"),
          part("beine", "SELECT text FROM tier WHERE beine = 5"),
          part("summe", "SELECT text FROM summe WHERE gruppe = 5"),
          new Part(
              "insert",
              "insert",
              "INSERT INTO \"Verkauf\" VALUES (0, 1, '2025-06-01', 1, '')",
              true,
              1),
          new Part(
              "straight",
              "straight",
              "INSERT INTO verkauf_m6 VALUES (0, 1, '2025-06-01', 1, '')",
              true,
              1));

  @TempDir private static Path folder;
  private static Session session = session(Path.of("."));
  private static PostgresTarget target;

  private static Part part(String id, String text) {
    return new Part(id, id, text, false, 1);
  }

  private static Session session(Path home) {
    var handlers =
        Map.of("postgres", new PostgresKind().undoHandler(Credentials.fromEnvironment()));
    return new Session(
        "t1" + Long.toHexString(System.nanoTime()),
        Journal.open(home.resolve("journal"), handlers),
        Progress.silent());
  }

  @BeforeAll
  @SuppressWarnings("MustBeClosedChecker") // closed after the last test
  static void start() {
    session = session(folder);
    target =
        PostgresKind.openEmbedded(
            session,
            "shop",
            c -> {
              Sql.execute(c, SETUP);
              for (int m = 1; m <= 12; m++) {
                Sql.execute(
                    c,
                    ("CREATE TABLE verkauf_m%d PARTITION OF \"Verkauf\" FOR VALUES"
                            + " FROM ('2025-%02d-01') TO ('%s')")
                        .formatted(m, m, m == 12 ? "2026-01-01" : "2025-%02d-01".formatted(m + 1)));
              }
              Sql.execute(
                  c,
                  "INSERT INTO \"Verkauf\" SELECT n, n * 7919 % 5000, date '2025-01-01' + n % 380,"
                      + " n % 11, repeat('x', 100) FROM generate_series(1, 60000) n");
              // The partitions alone, as autovacuum does.
              for (int m = 1; m <= 12; m++) {
                Sql.execute(c, "ANALYZE verkauf_m" + m);
              }
              Sql.execute(c, "ANALYZE verkauf_rest, messung, tier, vogel, kunde, summe, konto");
            });
  }

  @AfterAll
  static void stop() {
    target.close();
  }

  private static Diagnosis<PostgresTarget> diagnosis() {
    return new IndexOptimizer().diagnose(target, workload());
  }

  private static Workload workload() {
    return new Workload("test", PARTS, List.of());
  }

  private static Proposal<PostgresTarget> proposal(String id) {
    return diagnosis().proposals().stream()
        .filter(p -> p.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void one_index_on_the_table_serves_all_its_partitions() {
    var seen = diagnosis();
    assertThat(seen.looked())
        .anyMatch(l -> l.startsWith("Verkauf: 60,000 rows"))
        .anyMatch(l -> l.startsWith("messung: 40,000 rows"));
    assertThat(seen.proposals())
        .extracting(Proposal::id)
        .contains("Verkauf.kunde", "messung.wert", "tier.beine", "vogel.beine", "summe.gruppe")
        .doesNotContain("Verkauf.am")
        .noneMatch(id -> id.startsWith("verkauf_m1.") || id.startsWith("messung_"));
    var kunde = proposal("Verkauf.kunde");
    assertThat(kunde.evidence()).anyMatch(e -> e.contains("on Verkauf") && e.contains("60,000"));
    assertThat(kunde.expected()).contains("kunde to", "join to");
    assertThat(kunde.risk()).contains("insert, straight").containsPattern("about 1\\.[0-9] MB");
  }

  @Test
  void a_partition_that_is_read_alone_may_get_an_index_of_its_own() {
    var alone =
        new Workload(
            "test",
            List.of(
                part(
                    "rest",
                    "SELECT notiz FROM \"Verkauf\" WHERE \"am\" =" + " '2025-05-05' AND id = 3"),
                part(
                    "mai",
                    "SELECT notiz FROM \"Verkauf\" WHERE \"am\" < '2025-05-31' AND"
                        + " \"am\" > '2025-05-02' AND kunde = 3")),
            List.of());
    assertThat(new IndexOptimizer().diagnose(target, alone).proposals())
        .extracting(Proposal::id)
        .anyMatch(id -> id.startsWith("verkauf_m5.kunde"));
  }

  @Test
  void a_generated_column_is_found_whether_it_is_stored_or_not() {
    var generated =
        new Workload(
            "test",
            List.of(
                part("virtual", "SELECT text FROM konto WHERE doppelt = 8"),
                part("stored", "SELECT text FROM konto WHERE rest = 8")),
            List.of());
    assertThat(new IndexOptimizer().diagnose(target, generated).proposals())
        .extracting(Proposal::id)
        .contains("konto.betrag * 2", "konto.rest")
        .doesNotContain("konto.doppelt");
  }

  @Test
  void row_security_that_applies_to_the_role_is_named() {
    var url = "postgresql://leser:r@127.0.0.1:%d/shop".formatted(target.address().port());
    try (var reader = new PostgresKind().open(TargetSpec.of(url), session)) {
      var part = part("own", "SELECT text FROM konto WHERE rest = 8");
      var own = new Workload("test", List.of(part), List.of());
      var seen = new IndexOptimizer().diagnose(reader, own);
      assertThat(seen.looked()).anyMatch(l -> l.contains("row security of public.konto"));
    }
  }

  @Test
  void of_partitioned_indexes_the_whole_may_go_and_never_a_part() {
    assertThat(diagnosis().proposals())
        .extracting(Proposal::id)
        .filteredOn(id -> id.startsWith("drop"))
        .containsExactlyInAnyOrder("drop verkauf_am", "drop verkauf_am_again");
  }

  @Test
  void a_change_is_made_in_all_parts_and_taken_back() throws Exception {
    var before = target.fingerprint();
    for (var id : List.of("Verkauf.kunde", "messung.wert", "drop verkauf_am")) {
      try (var _ = proposal(id).change().apply(target, session.journal())) {
        assertThat(target.fingerprint()).isNotEqualTo(before);
        assertThat(count("NOT indisvalid")).isEqualTo("0");
      }
      assertThat(target.fingerprint()).as(id).isEqualTo(before);
    }
  }

  private static String count(String condition) throws Exception {
    try (var connection = target.connect()) {
      return Sql.text(connection, "SELECT count(*) FROM pg_index WHERE " + condition).orElse("");
    }
  }

  @Test
  void screening_tries_them_on_a_copy() throws Exception {
    var optimizer = new IndexOptimizer();
    var seconds = new TreeMap<String, Double>();
    PARTS.forEach(p -> seconds.put(p.id(), 0.02));
    var candidates = diagnosis().proposals();
    try (var testbed = optimizer.testbed(target, session)) {
      var before = testbed.target(Arm.B).fingerprint();
      var screening =
          optimizer.screen(testbed, candidates, new CostedWorkload(workload(), seconds), session);
      assertThat(screening.kept())
          .extracting(Proposal::id)
          .anyMatch(id -> id.startsWith("Verkauf.kunde"))
          .anyMatch(id -> id.startsWith("messung.wert"))
          .contains("drop verkauf_am_again");
      assertThat(testbed.target(Arm.B).fingerprint()).isEqualTo(before);
      var kunde = proposal("Verkauf.kunde");
      testbed.put(kunde.change());
      assertThat(optimizer.affected(testbed, PARTS))
          .contains("kunde", "insert", "straight")
          .doesNotContain("wert", "summe");
      assertThat(optimizer.suspects(testbed, List.of(kunde), List.of(PARTS.getFirst())))
          .containsExactly(kunde.id());
      assertThat(optimizer.suspects(testbed, List.of(kunde), List.of(PARTS.get(3)))).isEmpty();
    }
  }
}
