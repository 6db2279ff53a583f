package dev.proven.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.proven.core.ChangeRecord;
import dev.proven.core.Problem;
import dev.proven.core.Progress;
import dev.proven.core.TargetSpec;
import dev.proven.core.apply.Enactment;
import dev.proven.core.apply.Intent;
import dev.proven.core.apply.Patience;
import dev.proven.core.journal.Journal;
import dev.proven.postgres.apply.Enactments;
import dev.proven.postgres.apply.NewIndex;
import dev.proven.postgres.apply.OldIndex;
import dev.proven.postgres.whatif.Extension;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Indexes made and dropped in a database in use, and everything that can be in the way. */
class IndexInUseTest {
  private static final Patience SHORT =
      new Patience(Duration.ofSeconds(1), Duration.ofMinutes(1), 2);
  private static final String SETUP =
      """
      CREATE SCHEMA "Böse ""Namen";
      CREATE TABLE "Böse ""Namen"."Tab USING x" ("Größe" int, b int, doc jsonb, c int);
      INSERT INTO "Böse ""Namen"."Tab USING x"
        SELECT n % 1000, n, jsonb_build_object('k', n % 10), n % 50 FROM generate_series(1, 30000) n;
      CREATE TABLE item (id int PRIMARY KEY, kind int NOT NULL, name text);
      INSERT INTO item SELECT n, n % 7, 'item ' || n FROM generate_series(1, 20000) n;
      CREATE TABLE other (id int);
      CREATE INDEX item_kind ON item (kind, (lower(name)) DESC) INCLUDE (id) WITH (fillfactor = 70)
        WHERE kind > 2;
      COMMENT ON INDEX item_kind IS 'it''s \\ ours';
      ALTER INDEX item_kind ALTER COLUMN 2 SET STATISTICS 77;
      CREATE UNIQUE INDEX item_name ON item (name);
      CREATE VIEW seen AS SELECT * FROM item;
      CREATE ROLE app LOGIN PASSWORD 'a';
      GRANT pg_read_all_stats TO app;
      CREATE TABLE own (id int);
      ALTER TABLE own OWNER TO app;
      GRANT CREATE ON DATABASE shop TO app;
      REVOKE CREATE ON DATABASE shop FROM app;
      CREATE SCHEMA desk AUTHORIZATION app;
      CREATE TABLE desk.letter (text text);
      ALTER TABLE desk.letter OWNER TO app;
      CREATE ROLE reader LOGIN PASSWORD 'a';
      GRANT SELECT ON item TO reader;
      """;

  private static final Optional<Extension> TRIGRAMS =
      Optional.of(Extension.named("pg_trgm", "public"));

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

  private static Enactment look(ChangeRecord change) {
    return Enactments.of(server.target, change);
  }

  private void make(Enactment enactment) throws Exception {
    make(enactment, SHORT);
  }

  private void make(Enactment enactment, Patience patience) throws Exception {
    ((Enactment.ByProven) enactment).making().make(journal, patience, Progress.silent());
  }

  private void takeBack() {
    assertThat(journal.undoAll()).isEmpty();
  }

  private static NewIndex onItem(String name, String body) {
    return NewIndex.of("public", "item", name, body);
  }

  private static void refused(ChangeRecord change, String... words) {
    assertThat(look(change)).isInstanceOf(Enactment.Refused.class);
    assertThat(look(change).toString()).contains(words);
  }

  @Test
  void anIndexIsMadeAndTakenBackWhateverItIsCalled() throws Exception {
    var index =
        NewIndex.of(
            "Böse \"Namen", "Tab USING x", "ix \"é", "(\"Größe\" DESC, b) INCLUDE (c) WHERE b > 5");
    var planned = (Enactment.ByProven) look(index.record());
    assertThat(planned.script()).startsWith("CREATE INDEX CONCURRENTLY \"ix \"\"é\" ON ");
    assertThat(planned.undo())
        .isEqualTo("DROP INDEX CONCURRENTLY \"Böse \"\"Namen\".\"ix \"\"é\";");
    assertThat(server.target.fingerprint()).as("looking changes nothing").isEqualTo(before);
    make(planned);
    assertThat(server.target.fingerprint()).isNotEqualTo(before);
    assertThat(look(index.record()).toString()).contains("AlreadyThere", "exists");
    takeBack();
  }

  @Test
  void anEqualIndexUnderAnotherNameAndSpellingIsFound() throws Exception {
    server.execute("CREATE INDEX \"mine\" ON item (name text_ops ASC, (id + 1)) WHERE (kind = 3)");
    var index = onItem("proven_x", "USING btree (\"name\", (\"id\"+1)) WHERE \"kind\" = 3");
    assertThat(look(index.record()).toString()).contains("AlreadyThere", "\"mine\"");
    var another = onItem("proven_x", "(\"name\", (\"id\"+1)) WHERE \"kind\" = 4");
    assertThat(look(another.record())).isInstanceOf(Enactment.ByProven.class);
    server.execute("DROP INDEX \"mine\"");
  }

  @Test
  void anExpressionHasStatisticsOnceItIsIndexed() throws Exception {
    make(look(onItem("proven_e", "((\"id\" % 100))").record()));
    assertThat(
            TestServer.text(
                server.target, "SELECT count(*) FROM pg_stats WHERE tablename = 'proven_e'"))
        .isEqualTo("1");
    takeBack();
  }

  @Test
  void whatCannotBeMadeIsRefusedByName() throws Exception {
    refused(NewIndex.of("public", "gone", "x", "(a)").record(), "no table", "\"gone\"");
    refused(NewIndex.of("public", "seen", "x", "(id)").record(), "no table that has indexes");
    refused(onItem("x", "(\"nothing\")").record(), "would not make", "nothing");
    refused(onItem("x", "USING gin (\"name\" gin_trgm_ops)").record(), "gin_trgm_ops");
    refused(onItem("other", "(\"kind\", \"id\")").record(), "something else with the name");
    try (var app = new PostgresKind().open(spec(), TestServer.session())) {
      assertThat(Enactments.of(app, onItem("x", "(kind)").record()).toString())
          .contains("Refused", "does not own", "postgres");
      var own = NewIndex.of("public", "own", "x", "(id)").record();
      assertThat(Enactments.of(app, own).toString()).contains("GRANT CREATE ON SCHEMA \"public\"");
    }
    server.execute("ALTER ROLE app SET default_transaction_read_only = on");
    try (var app = new PostgresKind().open(spec(), TestServer.session())) {
      var own = NewIndex.of("public", "own", "x", "(id)").record();
      assertThat(Enactments.of(app, own).toString()).contains("takes no changes");
    }
    server.execute("ALTER ROLE app RESET default_transaction_read_only");
    var unknown = new ChangeRecord("postgres", "paint", new TreeMap<>());
    var problem = catchThrowableOfType(Problem.class, () -> look(unknown));
    assertThat(problem.what()).contains("paint");
  }

  private static TargetSpec spec() {
    return TargetSpec.of(server.url("app", "a", "shop"));
  }

  @Test
  void aRoleThatMayOnlyReadIsRefusedByName() throws Exception {
    try (var reader =
        new PostgresKind()
            .open(TargetSpec.of(server.url("reader", "a", "shop")), TestServer.session())) {
      for (var change : List.of(onItem("x", "(kind)").record(), old("item_kind").record())) {
        assertThat(Enactments.of(reader, change).toString())
            .contains("Refused", "Role reader does not own", "belongs to postgres");
      }
    }
  }

  private static NewIndex trigrams(String name, String column) {
    return onItem(name, "USING gin ((" + column + ") public.gin_trgm_ops)").needing(TRIGRAMS);
  }

  private static boolean hasTrigrams() throws SQLException {
    return TestServer.text(server.target, "SELECT extname FROM pg_extension WHERE extname ~ 'trgm'")
        .equals("pg_trgm");
  }

  @Test
  void anIndexBringsTheExtensionThatItNeedsAndBothAreTakenBack() throws Exception {
    var planned = (Enactment.ByProven) look(trigrams("proven_t", "name").record());
    assertThat(planned.script())
        .startsWith(
            "CREATE EXTENSION \"pg_trgm\" SCHEMA public;\nCREATE INDEX CONCURRENTLY \"proven_t\"");
    assertThat(planned.undo()).endsWith(";\nDROP EXTENSION \"pg_trgm\";");
    var second = (Enactment.ByProven) look(trigrams("proven_s", "lower(name)").record());
    assertThat(server.target.fingerprint()).as("looking changes nothing").isEqualTo(before);
    make(planned);
    assertThat(second.making().make(journal, SHORT, Progress.silent()))
        .singleElement()
        .asString()
        .contains("was there by then");
    assertThat(usable("proven_t")).isTrue();
    assertThat(usable("proven_s")).isTrue();
    assertThat(look(trigrams("proven_u", "name").record()).toString()).contains("AlreadyThere");
    takeBack();
    assertThat(hasTrigrams()).isFalse();
  }

  @Test
  void anExtensionThatIsThereAlreadyStays() throws Exception {
    server.execute("CREATE EXTENSION pg_trgm");
    var planned = (Enactment.ByProven) look(trigrams("proven_t", "name").record());
    assertThat(planned.script() + planned.undo()).doesNotContain("EXTENSION");
    make(planned);
    takeBack();
    assertThat(hasTrigrams()).isTrue();
    server.execute("DROP EXTENSION pg_trgm");
  }

  @Test
  void anExtensionThatOthersLeanOnStaysAndIsNamed() throws Exception {
    make(look(trigrams("proven_t", "name").record()));
    server.execute("CREATE INDEX theirs ON item USING gin (lower(name) gin_trgm_ops)");
    takeBack();
    assertThat(journal.kept())
        .singleElement()
        .satisfies(k -> {
          assertThat(k.undo().what()).contains("extension pg_trgm");
          assertThat(k.why()).contains("index theirs", "DROP EXTENSION \"pg_trgm\"");
        });
    assertThat(TestServer.text(server.target, "SELECT to_regclass('proven_t')")).isEmpty();
    assertThat(hasTrigrams()).isTrue();
    server.execute("DROP INDEX theirs; DROP EXTENSION pg_trgm");
  }

  @Test
  void anExtensionThatSomebodyElseHasMadeMeanwhileStays() throws Exception {
    make(look(trigrams("proven_t", "name").record()));
    server.execute("DROP EXTENSION pg_trgm CASCADE; CREATE EXTENSION pg_trgm");
    takeBack();
    assertThat(journal.kept()).isEmpty();
    assertThat(hasTrigrams()).isTrue();
    server.execute("DROP EXTENSION pg_trgm");
  }

  @Test
  void anIndexThatFailsLeavesNoExtension() throws Exception {
    var failing =
        onItem("proven_f", "USING gin ((repeat(name, 1 / (kind - 3))) public.gin_trgm_ops)")
            .needing(TRIGRAMS);
    var problem = catchThrowableOfType(Problem.class, () -> make(look(failing.record())));
    assertThat(problem.what()).contains("division by zero");
    assertThat(hasTrigrams()).as("until all of apply is taken back").isTrue();
    takeBack();
    assertThat(hasTrigrams()).isFalse();
  }

  @Test
  void whoMayNotMakeTheExtensionIsRefusedBeforeAnythingIsChanged() throws Exception {
    var index =
        NewIndex.of("desk", "letter", "x", "USING gin (\"text\" desk.gin_trgm_ops)")
            .needing(Optional.of(Extension.named("pg_trgm", "desk")));
    try (var app = new PostgresKind().open(spec(), TestServer.session())) {
      assertThat(Enactments.of(app, index.record()).toString())
          .contains("Refused", "needs the extension pg_trgm", "role app could not make it")
          .contains("CREATE EXTENSION IF NOT EXISTS \"pg_trgm\" SCHEMA desk; then apply again");
      // It is a trusted one: whoever may create in the database may make it.
      server.execute("GRANT CREATE ON DATABASE shop TO app");
      var planned = (Enactment.ByProven) Enactments.of(app, index.record());
      planned.making().make(journal, SHORT, Progress.silent());
      takeBack();
      server.execute("REVOKE CREATE ON DATABASE shop FROM app");
    }
    server.execute("CREATE EXTENSION pg_trgm SCHEMA public");
    refused(index.record(), "pg_trgm lies in schema public here, and in desk");
    server.execute("DROP EXTENSION pg_trgm");
  }

  @Test
  void equalKeysAndFailingExpressionsLeaveNothing() throws Exception {
    var unique = new NewIndex("public", "item", "proven_u", true, "(kind)", Optional.empty());
    var problem = catchThrowableOfType(Problem.class, () -> make(look(unique.record())));
    assertThat(problem.what()).contains("equal keys", "proven_u");
    nothingIsLeft();
    var failing = onItem("proven_f", "((1 / (\"kind\" - 3)))");
    problem = catchThrowableOfType(Problem.class, () -> make(look(failing.record())));
    assertThat(problem.what()).contains("division by zero", "22012");
  }

  @Test
  void whoKeepsEvenReadersOutIsNamedByTheLook() throws Exception {
    try (var busy = server.admin()) {
      hold(busy, "SET application_name = 'truck'; LOCK TABLE item");
      refused(
          onItem("proven_k", "(kind)").record(), "keeps even readers out", ": truck as postgres");
      busy.rollback();
    }
  }

  @Test
  void aLongTransactionIsNamedBeforeAnythingIsBegun() throws Exception {
    var index = look(onItem("proven_k", "(kind)").record());
    try (var busy = server.admin()) {
      hold(busy, "UPDATE item SET name = name WHERE id = 1");
      Thread.sleep(1100);
      var problem = catchThrowableOfType(Problem.class, () -> make(index));
      assertThat(problem.what()).contains("Transactions are in the way", "test as postgres");
      assertThat(problem.advice()).contains("--lock-timeout");
      assertThat(server.target.fingerprint()).as("while it is open").isEqualTo(before);
      busy.rollback();
    }
  }

  /**
   * It began later than anybody looked, and reads something else: only its snapshot is waited for.
   */
  @Test
  void aSnapshotThatIsHeldFailsEveryAttemptAndLeavesNothing() throws Exception {
    var index = look(onItem("proven_k", "(kind)").record());
    var patience = new Patience(Duration.ofSeconds(2), Duration.ofMinutes(1), 1);
    try (var busy = server.admin()) {
      busy.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      hold(busy, "SELECT * FROM other");
      var problem = catchThrowableOfType(Problem.class, () -> make(index, patience));
      assertThat(problem.what()).contains("A lock was not to be had", "test as postgres");
      assertThat(server.target.fingerprint()).as("while it is open").isEqualTo(before);
      busy.rollback();
    }
  }

  @Test
  void oneThatEndsInTimeIsWaitedFor() throws Exception {
    var index = look(onItem("proven_k", "(kind)").record());
    try (var busy = server.admin()) {
      hold(busy, "UPDATE item SET name = name WHERE id = 1");
      var end =
          CompletableFuture.runAsync(() -> {
            try {
              Thread.sleep(1500);
              busy.rollback();
            } catch (InterruptedException | SQLException e) {
              throw new IllegalStateException(e);
            }
          });
      make(index, new Patience(Duration.ofSeconds(20), Duration.ofMinutes(1), 1));
      end.join();
    }
    takeBack();
  }

  private static void hold(Connection connection, String sql) throws SQLException {
    connection.setAutoCommit(false);
    Sql.execute(connection, sql);
  }

  @Test
  void whoIsEndedInTheMiddleLeavesNothing() throws Exception {
    var index = look(onItem("proven_k", "(kind)").record());
    try (var busy = server.admin();
        var admin = server.admin()) {
      hold(busy, "UPDATE item SET name = name WHERE id = 1");
      var work =
          CompletableFuture.supplyAsync(() ->
              catchThrowableOfType(
                  Problem.class,
                  () ->
                      make(index, new Patience(Duration.ofSeconds(60), Duration.ofMinutes(1), 1))));
      while (!Sql.isTrue(admin, "SELECT to_regclass('proven_k') IS NOT NULL")) {
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
  void twoCallsOfApplyInOneDatabaseAreKeptApart() throws Exception {
    var index = look(onItem("proven_k", "(kind)").record());
    try (var first = server.admin()) {
      Sql.text(first, "SELECT pg_advisory_lock(" + 0x70726f76656eL + ")");
      var problem = catchThrowableOfType(Problem.class, () -> make(index));
      assertThat(problem.what()).contains("Another process is applying");
    }
  }

  @Test
  void aRenamedIndexIsFoundByItsNumberAndAStrangerWithItsNameIsSpared() throws Exception {
    make(look(onItem("proven_k", "(kind)").record()));
    server.execute("ALTER INDEX proven_k RENAME TO by_kind; CREATE INDEX proven_k ON other (id)");
    takeBack();
    assertThat(TestServer.text(server.target, "SELECT to_regclass('by_kind')")).isEmpty();
    assertThat(TestServer.text(server.target, "SELECT to_regclass('proven_k')"))
        .isEqualTo("proven_k");
    server.execute("DROP INDEX proven_k");
  }

  @Test
  void oneThatWasMadeAnewUnderItsNameIsFoundToo() throws Exception {
    make(look(onItem("proven_k", "(kind)").record()));
    server.execute("REINDEX INDEX CONCURRENTLY proven_k");
    takeBack();
  }

  @Test
  void anotherIndexInItsPlaceStaysAndIsNamed() throws Exception {
    make(look(onItem("proven_k", "(kind)").record()));
    server.execute("DROP INDEX proven_k; CREATE INDEX proven_k ON item (id, kind)");
    assertThat(journal.undoAll())
        .singleElement()
        .asString()
        .contains("is not the index that was made, and stays");
    server.execute("DROP INDEX proven_k");
    takeBack();
  }

  @Test
  void aDroppedIndexComesBackExactly() throws Exception {
    make(look(old("item_kind").record()));
    assertThat(TestServer.text(server.target, "SELECT to_regclass('item_kind')")).isEmpty();
    assertThat(look(old("item_kind", "?").record()).toString()).contains("AlreadyThere");
    takeBack();
    assertThat(
            TestServer.text(
                server.target,
                "SELECT attstattarget FROM pg_attribute WHERE attrelid = 'item_kind'::regclass"
                    + " AND attnum = 2"))
        .isEqualTo("77");
  }

  @Test
  void aDropThatWasCutOffIsTakenBack() throws Exception {
    var drop = look(old("item_kind").record());
    try (var busy = server.admin()) {
      hold(busy, "SELECT * FROM item LIMIT 1");
      var patience = new Patience(Duration.ofSeconds(2), Duration.ofMinutes(1), 1);
      var work =
          CompletableFuture.supplyAsync(
              () -> catchThrowableOfType(Problem.class, () -> make(drop, patience)));
      while (usable("item_kind")) {
        Thread.sleep(20);
      }
      Thread.sleep(2500);
      assertThat(usable("item_kind")).as("the drop has given up half way").isFalse();
      busy.rollback();
      assertThat(work.join().what()).contains("A lock was not to be had");
    }
    assertThat(usable("item_kind")).isTrue();
  }

  private static boolean usable(String index) throws SQLException {
    return TestServer.text(
            server.target,
            "SELECT indisvalid FROM pg_index WHERE indexrelid = '" + index + "'::regclass")
        .equals("t");
  }

  @Test
  void anIndexThatDoesMoreThanFindRowsIsNeverDropped() throws Exception {
    refused(old("item_pkey").record(), "backs a constraint");
    refused(old("item_name").record(), "keeps keys unique");
    refused(old("item_kind", "USING btree (kind)").record(), "is not the index that was measured");
  }

  @Test
  void anIndexThatThisServerUsesIsNotDroppedOnTheEvidenceOfACopy() throws Exception {
    server.execute(
        "SET enable_seqscan = off; SELECT id FROM item WHERE kind = 5;"
            + " SELECT pg_stat_force_next_flush()");
    var change = old("item_kind").asUnused().record();
    refused(change, "has used it", "times", "since", "names its proposal");
    var withoutReason = new TreeMap<>(change.data());
    withoutReason.remove("unused");
    refused(new ChangeRecord(change.kind(), change.action(), withoutReason), "has used it");
    var named = Enactments.of(server.target, new Intent(change, true, List.of(change)));
    assertThat(((Enactment.ByProven) named).notes()).anyMatch(n -> n.contains("has used it"));
    assertThat(((Enactment.ByProven) look(old("item_kind").record())).notes()).isEmpty();
  }

  @Test
  void ofAnIndexThatIsNotUsedItIsSaidForHowLongThatIsKnown() throws Exception {
    server.execute("CREATE INDEX spare ON other (id)");
    var planned =
        (Enactment.ByProven)
            look(new OldIndex("public", "spare", "other", "USING btree (id)").asUnused().record());
    assertThat(planned.notes())
        .singleElement()
        .asString()
        .contains("has not used it, but it counts only", "since", "too short a time");
    server.execute("DROP INDEX spare");
  }

  private static OldIndex old(String name) throws SQLException {
    try (var connection = server.admin()) {
      return OldIndex.of(StandingIndex.of(connection, "public", name).orElseThrow(), "item");
    }
  }

  private static OldIndex old(String name, String body) {
    return new OldIndex("public", name, "item", body);
  }
}
