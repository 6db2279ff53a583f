package dev.proven.postgres.index;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.Change;
import dev.proven.core.CostedWorkload;
import dev.proven.core.Credentials;
import dev.proven.core.Diagnosis;
import dev.proven.core.Optimizer;
import dev.proven.core.OptimizerContract;
import dev.proven.core.Progress;
import dev.proven.core.Proposal;
import dev.proven.core.Screening.Dropped;
import dev.proven.core.Session;
import dev.proven.core.TargetSpec;
import dev.proven.core.Workload;
import dev.proven.core.experiment.Arm;
import dev.proven.core.experiment.Part;
import dev.proven.core.journal.Journal;
import dev.proven.postgres.PostgresKind;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.Sql;
import dev.proven.postgres.whatif.IndexDefinition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexOptimizerTest extends OptimizerContract<PostgresTarget> {
  private static final String SETUP =
      """
      CREATE TABLE customer (id int PRIMARY KEY, "Land" text NOT NULL, name text NOT NULL);
      CREATE TABLE "Bestellung é" (
        id bigint PRIMARY KEY, kunde int NOT NULL, "Größe" int NOT NULL, status text NOT NULL,
        created timestamptz NOT NULL, doc json, note text NOT NULL);
      CREATE TABLE tiny (id int, kind int);
      CREATE TABLE split (id int, kind int, pad text) PARTITION BY LIST (kind);
      CREATE TABLE split1 PARTITION OF split FOR VALUES IN (1);
      INSERT INTO customer
        SELECT n, 'land ' || n % 50, 'customer ' || n FROM generate_series(1, 5000) n;
      INSERT INTO "Bestellung é"
        SELECT n, n * 7919 % 5000 + 1, n % 3001, CASE WHEN n % 2 = 0 THEN 'open' ELSE 'done' END,
               timestamptz '2026-01-01' + n * interval '1 minute', NULL, repeat('x', 200)
        FROM generate_series(1, 40000) n;
      INSERT INTO tiny SELECT n, n FROM generate_series(1, 10) n;
      INSERT INTO split SELECT n, 1, repeat('y', 200) FROM generate_series(1, 3000) n;
      CREATE SCHEMA "Zwei";
      CREATE TABLE "Zwei".customer (id int, x int, pad text);
      INSERT INTO "Zwei".customer SELECT n, n % 1000, repeat('z', 100) FROM generate_series(1, 9000) n;
      CREATE INDEX proven_customer_x ON "Zwei".customer (id);
      CREATE ROLE reader LOGIN PASSWORD 'r';
      GRANT USAGE ON SCHEMA "Zwei" TO reader;
      GRANT SELECT ON ALL TABLES IN SCHEMA public, "Zwei" TO reader;
      """;

  private static final List<Part> PARTS =
      List.of(
          part(
              "latest",
              "SELECT * FROM \"Bestellung é\" WHERE kunde = 17 ORDER BY created DESC LIMIT 3"),
          part("size", "SELECT id, note FROM \"Bestellung é\" WHERE \"Größe\" = 4"),
          part(
              "join",
              "SELECT c.name, (SELECT max(b.created) FROM \"Bestellung é\" b WHERE b.kunde = c.id)"
                  + " FROM customer c WHERE c.\"Land\" = 'land 7' AND c.id < 300"),
          part("byid", "SELECT * FROM \"Bestellung é\" WHERE id = 5"),
          part("half", "SELECT count(note) FROM \"Bestellung é\" WHERE status = 'open'"),
          part("small", "SELECT * FROM tiny WHERE kind = 3"),
          part("parted", "SELECT * FROM split WHERE id = 3"),
          part("other", "SELECT count(pad) FROM \"Zwei\".customer WHERE x = 3"),
          part("name", "SELECT name FROM customer WHERE name = 'name 7'"),
          new Part(
              "insert",
              "insert",
              "INSERT INTO \"Bestellung é\" VALUES (0, 1, 1, 'open', now(), NULL, '')",
              true,
              1),
          new Part(
              "update",
              "update",
              "UPDATE \"Bestellung é\" SET \"Größe\" = 5 WHERE id = 6",
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
  static void start() throws Exception {
    session = session(Files.createDirectories(folder.resolve("j")));
    target = PostgresKind.openEmbedded(session, "shop", c -> Sql.execute(c, SETUP));
  }

  @AfterAll
  static void stop() {
    target.close();
  }

  @Override
  protected PostgresTarget target() {
    return target;
  }

  @Override
  protected Workload workload() {
    return new Workload("test", PARTS, List.of());
  }

  @Override
  protected Optimizer<PostgresTarget> optimizer() {
    return new IndexOptimizer();
  }

  @Override
  protected Session session() {
    return session;
  }

  private Diagnosis<PostgresTarget> diagnosis() {
    return optimizer().diagnose(target, workload());
  }

  private Proposal<PostgresTarget> proposal(String id) {
    return diagnosis().proposals().stream()
        .filter(p -> p.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @MustBeClosed
  private static PostgresTarget open(String user, String password, String database) {
    return new PostgresKind()
        .open(
            TargetSpec.of(
                "postgresql://%s:%s@127.0.0.1:%d/%s"
                    .formatted(user, password, target.address().port(), database)),
            session);
  }

  @Test
  void proposes_for_predicates_joins_and_orders() {
    assertThat(diagnosis().proposals())
        .extracting(Proposal::id)
        .contains(
            "Bestellung é.kunde",
            "Bestellung é.Größe",
            "Bestellung é.kunde+created",
            "Zwei.customer.x",
            "customer.name");
  }

  @Test
  void leaves_out_what_exists_is_small_or_cannot_be_indexed() {
    assertThat(diagnosis().proposals())
        .extracting(Proposal::id)
        .doesNotContain("Bestellung é.id", "customer.id", "tiny.kind", "Bestellung é.doc");
    assertThat(diagnosis().looked()).anyMatch(l -> l.startsWith("tiny is left out"));
  }

  @Test
  void says_what_is_wasteful_in_numbers() {
    assertThat(diagnosis().findings())
        .anyMatch(f -> f.evidence().contains("Seq Scan") && f.evidence().contains("40,000 rows"))
        .anyMatch(f -> f.title().contains("again and again"));
    var proposal = proposal("Bestellung é.Größe");
    assertThat(proposal.risk()).contains("MB").contains("insert, update");
    assertThat(proposal.expected()).contains("estimate").contains("size");
  }

  @Test
  void long_literals_are_no_trouble() {
    var text = "it''s a $1 \"".repeat(20_000);
    var sql =
        "SELECT note, $x$%s$x$ FROM \"Bestellung é\" WHERE \"Größe\" = 4 AND note <> '%s'"
            .formatted(text, text);
    var seen =
        optimizer().diagnose(target, new Workload("test", List.of(part("long", sql)), List.of()));
    assertThat(seen.proposals()).extracting(Proposal::id).contains("Bestellung é.Größe");
  }

  @Test
  void a_hashed_sub_plan_is_read_once() {
    var part =
        part("out", "SELECT id FROM customer WHERE id NOT IN (SELECT kunde FROM \"Bestellung é\")");
    var seen = optimizer().diagnose(target, new Workload("test", List.of(part), List.of()));
    assertThat(seen.findings()).noneMatch(f -> f.title().contains("again and again"));
  }

  @Test
  void names_an_index_so_that_it_is_free() {
    assertThat(proposal("Zwei.customer.x").change().script())
        .isEqualTo("CREATE INDEX \"proven_customer_x_2\" ON \"Zwei\".\"customer\" (\"x\");");
  }

  @Test
  void a_role_that_may_only_read_is_enough() {
    try (var reader = open("reader", "r", "shop")) {
      var seen = optimizer().diagnose(reader, workload());
      assertThat(seen.proposals()).extracting(Proposal::id).contains("Bestellung é.kunde");
      assertThat(seen.looked()).anyMatch(l -> l.startsWith("insert could not be planned"));
      assertThat(seen.proposals().getFirst().risk()).contains("unknown what insert");
    }
  }

  @Test
  void nothing_to_gain_nothing_proposed() {
    var idle = new Workload("test", List.of(PARTS.get(3), PARTS.get(5)), List.of());
    assertThat(optimizer().diagnose(target, idle).proposals()).isEmpty();
  }

  @Test
  void screening_keeps_what_helps_and_drops_what_does_not() throws Exception {
    var useless =
        proposal(
            "note",
            new CreateIndex(IndexDefinition.btree("public", "Bestellung é", "note"), "useless"));
    var impossible =
        proposal(
            "doc",
            new CreateIndex(IndexDefinition.btree("public", "Bestellung é", "doc"), "never"));
    var candidates = new ArrayList<>(diagnosis().proposals());
    candidates.add(useless);
    candidates.add(impossible);
    try (var testbed = optimizer().testbed(target, session)) {
      var before = testbed.target(Arm.B).fingerprint();
      var screening = optimizer().screen(testbed, candidates, costed(), session);
      assertThat(screening.kept())
          .hasSizeLessThan(8)
          .extracting(Proposal::id)
          .contains("Bestellung é.Größe")
          .anyMatch(id -> id.startsWith("Bestellung é.kunde"));
      assertThat(screening.kept().getFirst().evidence()).anyMatch(e -> e.contains("On the copy"));
      assertThat(screening.kept().size() + screening.dropped().size()).isEqualTo(candidates.size());
      assertThat(screening.dropped())
          .contains(new Dropped("note", "note", "the planner uses it in no statement"))
          .anyMatch(d -> d.id().equals("doc") && d.reason().startsWith("the server refused it"));
      assertThat(testbed.target(Arm.B).fingerprint()).isEqualTo(before);
    }
  }

  private CostedWorkload costed() {
    var seconds = new TreeMap<String, Double>();
    PARTS.forEach(p -> seconds.put(p.id(), p.id().equals("join") ? 0.2 : 0.02));
    return new CostedWorkload(new Workload("test", PARTS, List.of()), seconds);
  }

  private static Proposal<PostgresTarget> proposal(String id, Change<PostgresTarget> change) {
    return new Proposal<>(id, id, List.of("made up"), "none", "none", change);
  }

  @Test
  void proposes_nothing_for_which_there_is_no_room() {
    var workload = new Workload("test", PARTS, List.of());
    assertThat(new IndexOptimizer().within(0, target, workload).proposals())
        .noneMatch(p -> p.change() instanceof CreateIndex);
  }

  @Test
  void storage_that_was_taken_meanwhile_is_not_there_twice() throws Exception {
    long before = IndexOptimizer.budget(target);
    try (var connection = target.connect()) {
      Sql.execute(connection, "CREATE INDEX meanwhile ON customer (name)");
      long bytes = Sql.number(connection, "SELECT pg_relation_size('meanwhile')");
      assertThat(IndexOptimizer.budget(target)).isEqualTo(before - bytes);
      Sql.execute(connection, "DROP INDEX meanwhile");
    }
    assertThat(IndexOptimizer.budget(target)).isEqualTo(before);
  }

  @Test
  void knows_which_parts_a_change_affects_and_what_takes_part() throws Exception {
    var size = proposal("Bestellung é.Größe");
    var name = proposal("customer.name");
    Change<PostgresTarget> both = Change.all(List.of(size.change(), name.change()));
    var parts = costed().workload().parts();
    var chosen = List.of(size, name);
    try (var testbed = optimizer().testbed(target, session)) {
      assertThat(optimizer().affected(testbed, parts)).isEmpty();
      testbed.put(both);
      assertThat(optimizer().affected(testbed, parts))
          .contains("size", "insert", "update")
          .doesNotContain("byid", "other", "small");
      assertThat(optimizer().suspects(testbed, chosen, parts("size"))).containsExactly(size.id());
      assertThat(optimizer().suspects(testbed, chosen, parts("byid"))).isEmpty();
      assertThat(optimizer().suspects(testbed, chosen, parts("insert"))).containsExactly(size.id());
    }
  }

  private static List<Part> parts(String id) {
    return PARTS.stream().filter(p -> p.id().equals(id)).toList();
  }
}
