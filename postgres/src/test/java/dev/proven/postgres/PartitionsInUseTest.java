package dev.proven.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.proven.core.ChangeRecord;
import dev.proven.core.Problem;
import dev.proven.core.Progress;
import dev.proven.core.TargetSpec;
import dev.proven.core.apply.Enactment;
import dev.proven.core.apply.Patience;
import dev.proven.core.journal.Journal;
import dev.proven.postgres.apply.Enactments;
import dev.proven.postgres.apply.NewIndex;
import dev.proven.postgres.apply.OldIndex;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Indexes made and dropped on partitioned tables of a database in use. */
class PartitionsInUseTest {
  private static final Patience SHORT =
      new Patience(Duration.ofSeconds(2), Duration.ofMinutes(1), 2);

  private static final Patience LONG =
      new Patience(Duration.ofSeconds(20), Duration.ofMinutes(1), 3);

  private static final String SETUP =
      """
      CREATE SCHEMA "Zwei ""é";
      CREATE TABLE parted (id int NOT NULL, kind int NOT NULL, note text) PARTITION BY LIST (kind);
      CREATE TABLE parted1 PARTITION OF parted FOR VALUES IN (1);
      CREATE TABLE "Zwei ""é"."parted 2" PARTITION OF parted FOR VALUES IN (2);
      CREATE TABLE parted3 PARTITION OF parted FOR VALUES IN (3) PARTITION BY HASH (id);
      CREATE TABLE parted3a PARTITION OF parted3 FOR VALUES WITH (MODULUS 2, REMAINDER 0);
      CREATE TABLE parted3b PARTITION OF parted3 FOR VALUES WITH (MODULUS 2, REMAINDER 1);
      CREATE TABLE parted_rest PARTITION OF parted DEFAULT;
      INSERT INTO parted SELECT n, 1 + n % 4, 'note ' || n FROM generate_series(1, 40000) n;
      CREATE INDEX theirs ON "Zwei ""é"."parted 2" (note);
      CREATE TABLE taken (a int);
      CREATE INDEX proven_p_p2 ON taken (a);
      CREATE INDEX old_kind ON parted (kind) WITH (fillfactor = 70);
      COMMENT ON INDEX old_kind IS 'of old';
      ALTER INDEX parted1_kind_idx RENAME TO "Erster";
      CREATE TABLE remote (id int, kind int) PARTITION BY LIST (kind);
      CREATE TABLE remote1 PARTITION OF remote FOR VALUES IN (1);
      CREATE ROLE app LOGIN PASSWORD 'a';
      GRANT pg_read_all_stats TO app;
      GRANT CREATE ON SCHEMA public TO app;
      CREATE TABLE mixed (id int, kind int) PARTITION BY LIST (kind);
      CREATE TABLE mixed1 PARTITION OF mixed FOR VALUES IN (1);
      ALTER TABLE mixed OWNER TO app;
      """;

  private static TestServer server;
  private final Journal journal = TestServer.session().journal();
  private String before = "";

  @BeforeAll
  static void start() {
    server = TestServer.with(SETUP);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void remember() {
    before = server.target.fingerprint();
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(journal.pending()).isEmpty();
    assertThat(server.target.fingerprint()).isEqualTo(before);
  }

  private static NewIndex index(String body) {
    return NewIndex.of("public", "parted", "proven_p", body);
  }

  private static Enactment look(ChangeRecord change) {
    return Enactments.of(server.target, change);
  }

  private List<String> make(Enactment enactment) throws Exception {
    return make(enactment, SHORT);
  }

  private List<String> make(Enactment enactment, Patience patience) throws Exception {
    return ((Enactment.ByProven) enactment).making().make(journal, patience, Progress.silent());
  }

  private void takeBack() {
    assertThat(journal.undoAll()).isEmpty();
  }

  private static String text(String query) throws SQLException {
    return TestServer.text(server.target, query);
  }

  private static String made() throws SQLException {
    return text(
        "SELECT count(*) FILTER (WHERE i.indisvalid) || ' of ' || count(*)"
            + " FROM pg_partition_tree('proven_p') t JOIN pg_index i ON i.indexrelid = t.relid");
  }

  @Test
  void anIndexIsMadeOnEachPartitionOfEveryLevelAndTakenBack() throws Exception {
    var planned = (Enactment.ByProven) look(index("(id, note)").record());
    assertThat(planned.script())
        .startsWith("CREATE INDEX \"proven_p\" ON ONLY \"public\".\"parted\" (id, note);")
        .contains("CREATE INDEX CONCURRENTLY \"proven_p_p2a\" ON")
        .contains("ATTACH PARTITION")
        .endsWith("and so on for 1 more partitions");
    assertThat(planned.undo()).isEqualTo("DROP INDEX \"public\".\"proven_p\";");
    assertThat(server.target.fingerprint()).as("looking changes nothing").isEqualTo(before);
    make(planned);
    assertThat(made()).isEqualTo("7 of 7");
    assertThat(look(index("(id, note)").record()).toString()).contains("AlreadyThere");
    takeBack();
  }

  @Test
  void anIndexOfTheUserOnOnePartitionIsNeitherTakenNorDropped() throws Exception {
    make(look(index("(note)").record()));
    assertThat(
            text(
                "SELECT count(*) FROM pg_inherits WHERE inhrelid = '\"Zwei \"\"é\".theirs'::"
                    + "regclass"))
        .isEqualTo("0");
    takeBack();
    assertThat(text("SELECT to_regclass('\"Zwei \"\"é\".theirs')")).contains("theirs");
  }

  @Test
  void anExpressionHasStatisticsOnEachPartition() throws Exception {
    make(look(index("((id % 100))").record()));
    assertThat(text("SELECT count(*) FROM pg_stats WHERE tablename LIKE 'proven_p_p%'"))
        .isEqualTo("5");
    takeBack();
  }

  @Test
  void writersAreKeptWaitingForAMomentAtMost() throws Exception {
    var stop = new AtomicBoolean();
    var written = new AtomicInteger();
    var writers = new ArrayList<CompletableFuture<Void>>();
    for (var table : List.of("parted", "parted", "parted3b")) {
      writers.add(CompletableFuture.runAsync(() -> write(table, stop, written)));
    }
    try {
      while (written.get() < 50) {
        Thread.sleep(20);
      }
      // On a busy machine the writers hold their locks for long.
      make(look(index("(id)").record()), LONG);
      assertThat(made()).isEqualTo("7 of 7");
      int then = written.get();
      while (written.get() < then + 50) {
        Thread.sleep(20);
      }
      takeBack();
    } finally {
      stop.set(true);
    }
    writers.forEach(CompletableFuture::join);
  }

  /** Fails where a lock is waited for longer than a moment. */
  private static void write(String table, AtomicBoolean stop, AtomicInteger written) {
    try (var connection = server.admin()) {
      Sql.execute(connection, "SET lock_timeout = '3s'");
      while (!stop.get()) {
        Sql.execute(connection, "BEGIN");
        Sql.execute(
            connection,
            "INSERT INTO "
                + table
                + " SELECT n, 3, '' FROM generate_series(1, 5) n"
                + (table.equals("parted")
                    ? ""
                    : " WHERE satisfies_hash_partition(" + "'parted3'::regclass, 2, 1, n)"));
        Sql.execute(connection, "SELECT count(*) FROM parted WHERE id = 5");
        Sql.execute(connection, "COMMIT");
        written.incrementAndGet();
        Thread.sleep(5);
      }
    } catch (SQLException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As kill -9 leaves it after each statement: only the journal knows the names. */
  @Test
  void whateverWasMadeWhenItWasKilledIsTakenBack() throws Exception {
    try (var connection = server.admin()) {
      var parts = IndexParts.of(connection, "public", "parted", "proven_p", List.of());
      var body = "USING btree (id, kind)";
      var statements = new ArrayList<String>();
      for (var part : parts.parts()) {
        statements.add(part.create("(id, kind)", true));
        if (part.under() >= 0) {
          statements.add(parts.attach(part));
        }
      }
      // The second time a part that holds others is not attached itself.
      var loose = new ArrayList<>(statements);
      loose.removeIf(s ->
          s.endsWith(
              parts.parts().stream()
                  .filter(p -> p.table().equals("parted3"))
                  .findFirst()
                  .orElseThrow()
                  .qualifiedIndex()));
      for (var sequence : List.of(statements, loose)) {
        for (int i = 0; i <= sequence.size(); i++) {
          killedAfter(connection, sequence.subList(0, i), parts, body);
        }
      }
    }
  }

  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  private void killedAfter(
      java.sql.Connection connection, List<String> statements, IndexParts parts, String body) {
    assertThatThrownBy(() ->
            journal.refine(
                PostgresUndo.dropIndex(server.target, parts, body, 0),
                () -> {
                  for (var sql : statements) {
                    Sql.execute(connection, sql);
                  }
                  throw new Killed();
                }))
        .isInstanceOf(Killed.class);
    assertThat(journal.pending()).hasSize(1);
    takeBack();
    assertThat(server.target.fingerprint()).as("after " + statements.size()).isEqualTo(before);
  }

  @Test
  void whoIsEndedInTheMiddleLeavesNothing() throws Exception {
    var planned = look(index("(id)").record());
    try (var busy = server.admin();
        var admin = server.admin()) {
      busy.setAutoCommit(false);
      Sql.execute(busy, "UPDATE parted_rest SET note = note WHERE id = 3");
      var work =
          CompletableFuture.supplyAsync(() ->
              catchThrowableOfType(
                  Problem.class,
                  () ->
                      ((Enactment.ByProven) planned)
                          .making()
                          .make(
                              journal,
                              new Patience(Duration.ofSeconds(60), Duration.ofMinutes(1), 1),
                              Progress.silent())));
      while (!Sql.isTrue(
          admin,
          "SELECT EXISTS (SELECT FROM pg_index WHERE NOT indisvalid"
              + " AND indrelid = 'parted_rest'::regclass)")) {
        Thread.sleep(20);
      }
      Sql.text(
          admin,
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'CREATE INDEX%'");
      busy.rollback();
      assertThat(work.join().what()).contains("57P01");
    }
  }

  @Test
  void aPartitionThatComesOrGoesIsNoTrouble() throws Exception {
    make(look(index("(id)").record()));
    server.execute("CREATE TABLE parted7 PARTITION OF parted FOR VALUES IN (7)");
    assertThat(made()).isEqualTo("8 of 8");
    server.execute("ALTER TABLE parted DETACH PARTITION parted7");
    server.execute("ALTER TABLE parted DETACH PARTITION parted1");
    takeBack();
    assertThat(text("SELECT count(*) FROM pg_index WHERE indrelid = 'parted1'::regclass"))
        .as("its own old one is left")
        .isEqualTo("1");
    server.execute(
        "DROP TABLE parted7; ALTER TABLE parted ATTACH PARTITION parted1 FOR VALUES IN (1)");
  }

  @Test
  void aPartitionThatGoesMeanwhileIsNamed() throws Exception {
    try (var connection = server.admin()) {
      var parts = IndexParts.of(connection, "public", "parted", "proven_p", List.of());
      server.execute("ALTER TABLE parted DETACH PARTITION parted_rest");
      var maker =
          new PartsMaker(parts, "(id)", new Gently(connection, Duration.ofSeconds(2), 1, _ -> {}));
      var problem =
          catchThrowableOfType(
              Problem.class,
              () ->
                  journal.refine(
                      PostgresUndo.dropIndex(server.target, parts, "USING btree (id)", 0),
                      () -> {
                        maker.make();
                        throw new Killed();
                      }));
      assertThat(problem.what()).contains("have come or gone");
      server.execute("ALTER TABLE parted ATTACH PARTITION parted_rest DEFAULT");
    }
  }

  @Test
  void whatCannotBeIndexedAsAWholeIsRefusedByName() throws Exception {
    server.execute(
        "CREATE FOREIGN DATA WRAPPER nowhere; CREATE SERVER there FOREIGN DATA WRAPPER nowhere;"
            + "CREATE FOREIGN TABLE remote2 PARTITION OF remote FOR VALUES IN (2) SERVER there");
    assertThat(look(NewIndex.of("public", "remote", "x", "(id)").record()).toString())
        .contains("Refused", "its partition public.remote2 is foreign");
    server.execute("DROP FOREIGN TABLE remote2; DROP FOREIGN DATA WRAPPER nowhere CASCADE");
    var app = TargetSpec.of(server.url("app", "a", "shop"));
    try (var target = new PostgresKind().open(app, TestServer.session())) {
      var mixed = NewIndex.of("public", "mixed", "x", "(id)").record();
      assertThat(Enactments.of(target, mixed).toString())
          .contains("Refused", "its partition public.mixed1 belongs to postgres");
    }
    var unique = new NewIndex("public", "parted", "x", true, "(id)", java.util.Optional.empty());
    assertThat(look(unique.record()).toString()).contains("Refused", "unique");
  }

  @Test
  void whatSomebodyHasLeftUnfinishedIsNamed() throws Exception {
    server.execute("CREATE INDEX half ON ONLY parted (id)");
    assertThat(look(index("(id)").record()).toString())
        .contains("Refused", "\"half\" exists and is invalid", "DROP INDEX \"public\".\"half\"");
    server.execute("DROP INDEX half");
  }

  @Test
  void aRenamedIndexIsFoundAndAStrangerWithItsNameIsSpared() throws Exception {
    make(look(index("(id)").record()));
    server.execute("ALTER INDEX proven_p RENAME TO mine; CREATE INDEX proven_p ON taken (a)");
    takeBack();
    assertThat(text("SELECT to_regclass('mine')")).isEmpty();
    assertThat(text("SELECT to_regclass('proven_p')")).isEqualTo("proven_p");
    server.execute("DROP INDEX proven_p");
  }

  @Test
  void partsThatBelongToAnotherIndexByNowStayAndAreNamed() throws Exception {
    try (var connection = server.admin()) {
      var parts = IndexParts.of(connection, "public", "parted", "proven_p", List.of());
      var first = parts.parts().get(1);
      assertThatThrownBy(() ->
              journal.refine(
                  PostgresUndo.dropIndex(server.target, parts, "USING btree (id)", 0),
                  () -> {
                    Sql.execute(connection, first.create("(id)", true));
                    Sql.execute(connection, "CREATE INDEX another ON ONLY parted (id)");
                    Sql.execute(
                        connection,
                        "ALTER INDEX another ATTACH PARTITION " + first.qualifiedIndex());
                    throw new Killed();
                  }))
          .isInstanceOf(Killed.class);
      takeBack();
      assertThat(journal.kept())
          .singleElement()
          .satisfies(k -> assertThat(k.why()).contains(first.qualifiedIndex()));
      server.execute("DROP INDEX another");
    }
  }

  @Test
  void aDroppedIndexComesBackWithTheNamesOfItsParts() throws Exception {
    OldIndex old;
    try (var connection = server.admin()) {
      old = OldIndex.of(StandingIndex.of(connection, "public", "old_kind").orElseThrow(), "parted");
    }
    var planned = (Enactment.ByProven) look(old.record());
    assertThat(planned.script()).isEqualTo("DROP INDEX \"public\".\"old_kind\";");
    make(planned);
    assertThat(text("SELECT to_regclass('\"Erster\"')")).isEmpty();
    takeBack();
    assertThat(text("SELECT to_regclass('\"Erster\"')")).isEqualTo("\"Erster\"");
    var part =
        new OldIndex("public", "Erster", "parted1", "USING btree (kind) WITH (fillfactor='70')");
    assertThat(look(part.record()).toString()).contains("belongs to a partitioned index");
  }

  @Test
  void whatAJournalSaysIsNoStatement() {
    var names =
        new IndexParts(
            List.of(
                new IndexParts.Part("public", "parted", true, "x\"; DROP TABLE taken; --", -1)));
    assertThatThrownBy(() ->
            journal.refine(
                PostgresUndo.dropIndex(server.target, names, "", 0),
                () -> {
                  throw new Killed();
                }))
        .isInstanceOf(Killed.class);
    takeBack();
    assertThatThrownBy(() -> IndexParts.read("[{\"schema\":\"a\"}]"))
        .hasMessageContaining("does not describe");
    assertThatThrownBy(() -> IndexParts.read("nonsense")).hasMessageContaining("does not describe");
  }
}
