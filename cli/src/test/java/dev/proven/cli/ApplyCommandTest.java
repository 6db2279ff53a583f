package dev.proven.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.core.Json;
import dev.proven.core.apply.ApplyLock;
import dev.proven.core.apply.HandOver;
import dev.proven.core.evidence.RunFolder;
import dev.proven.postgres.StandingIndex;
import dev.proven.postgres.apply.AlterSystem;
import dev.proven.postgres.apply.NewIndex;
import dev.proven.postgres.apply.OldIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ApplyCommandTest {
  private static final String BEFORE = "purchase_pkey";

  @TempDir static Path folder;
  private Shop shop;
  private Path runs;
  private String before = "";
  private int number;

  @BeforeAll
  void start() {
    shop = Shop.open(folder, 20_000);
  }

  @AfterAll
  void stop() {
    shop.close();
  }

  @BeforeEach
  void remember() {
    runs = folder.resolve("runs-" + ++number);
    before = shop.server.fingerprint();
  }

  @AfterEach
  void everythingCanBeTakenBack() {
    for (var run : RunFolder.all(runs)) {
      var undo = proven("undo", run.root().toString());
      assertThat(undo.code()).as(undo.out()).isZero();
    }
    assertThat(shop.server.fingerprint()).isEqualTo(before);
  }

  private ProvenRun run(String id) {
    return new ProvenRun(runs, id);
  }

  /** A run whose set of two indexes is proven. */
  private Path twoIndexes() throws IOException {
    var changes = new LinkedHashMap<String, dev.proven.core.ChangeRecord>();
    changes.put("customer", Shop.index("by_customer", "(\"customer\")"));
    changes.put("placed", Shop.index("by_placed", "(\"placed\" DESC) INCLUDE (\"amount\")"));
    return run("a").target("shop", shop.url(), 0.3, changes).write();
  }

  private Called proven(String command, String... arguments) {
    var all = new ArrayList<>(List.of(command, "--runs", runs.toString()));
    all.addAll(List.of(arguments));
    try {
      all.addAll(List.of("--password-file", shop.passwordFile()));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return Called.proven(all.toArray(String[]::new));
  }

  private Called apply(String... arguments) {
    var all = new ArrayList<>(List.of("--yes", "--baseline", "0", "-q"));
    all.addAll(List.of(arguments));
    return proven("apply", all.toArray(String[]::new));
  }

  private void refused(int code, Called called, String... words) throws Exception {
    assertThat(called.code()).as(called.err()).isEqualTo(code);
    assertThat(called.err()).contains(words).doesNotContain("fault of Proven", "app-secret");
    assertThat(shop.indexes()).isEqualTo(BEFORE);
  }

  @Test
  void aProvenSetIsInForceUntilItIsTakenBackByName() throws Exception {
    var run = twoIndexes();
    var called = apply("a");
    assertThat(called.code()).as(called.err()).isZero();
    assertThat(called.err())
        .contains("+ CREATE INDEX CONCURRENTLY \"by_customer\" ON \"public\".\"purchase\"")
        .contains("undo: DROP INDEX CONCURRENTLY \"public\".\"by_customer\";");
    assertThat(called.out())
        .contains("made            customer", "made            placed")
        .contains("proven watch " + run, "proven undo " + run);
    assertThat(shop.indexes()).isEqualTo("by_customer, by_placed, " + BEFORE);
    assertThat(Called.proven("verify", "a", "--runs", runs.toString()).out())
        .contains("every file's hash is right");
    var undo = proven("undo");
    assertThat(undo.out())
        .contains("in force on purpose  a", "proven undo a", "Nothing unfinished");
    assertThat(shop.indexes()).contains("by_customer");
    assertThat(Files.readString(applied(run).resolve("applied.json")))
        .contains("by_customer", shop.url())
        .doesNotContain("app-secret");
    assertThat(proven("undo", "a").out()).contains("taken back  a  index public.by_customer");
    assertThat(shop.indexes()).isEqualTo(BEFORE);
    assertThat(proven("undo", "a").out()).contains("Nothing to take back");
  }

  private static Path applied(Path run) throws IOException {
    try (var list = Files.list(run.resolve("applied"))) {
      return list.filter(Files::isDirectory).findFirst().orElseThrow();
    }
  }

  @Test
  void appliedTwiceThereIsNothingToDo() throws Exception {
    twoIndexes();
    assertThat(apply("a", "customer").code()).isZero();
    var second = apply("a");
    assertThat(second.out()).contains("already there   customer", "made            placed");
    var third = apply("a");
    assertThat(third.code()).isZero();
    assertThat(third.out())
        .contains("already there   customer", "Nothing to do: all of it is there");
    assertThat(proven("undo", "a").out()).contains("by_customer", "by_placed");
  }

  @Test
  void aPartIsAppliedWithAWarning() throws Exception {
    twoIndexes();
    var called = apply("a", "placed", "--json");
    assertThat(called.code()).as(called.err()).isZero();
    var json = Json.mapper().readTree(called.out());
    assertThat(json.path("warnings").toString()).contains("1 of 2 changes");
    assertThat(json.path("changes")).hasSize(1);
    assertThat(called.err()).contains("! These are 1 of 2 changes");
    assertThat(shop.indexes()).isEqualTo("by_placed, " + BEFORE);
  }

  @Test
  void aDryRunShowsAndDoesNothing() throws Exception {
    twoIndexes();
    var called = apply("a", "--dry-run");
    assertThat(called.code()).isZero();
    assertThat(called.err()).contains("CREATE INDEX CONCURRENTLY");
    assertThat(called.out()).contains("Nothing was done");
    assertThat(shop.indexes()).isEqualTo(BEFORE);
  }

  @Test
  void nobodyIsAskedWhereThereIsNoTerminal() throws Exception {
    twoIndexes();
    refused(2, proven("apply", "a", "--baseline", "0"), "CREATE INDEX", "--yes", "no terminal");
  }

  @Test
  void whatIsNotInTheProvenSetIsRefused() throws Exception {
    twoIndexes();
    refused(2, apply("a", "nothing"), "no change nothing", "Choose of: customer, placed.");
    refused(2, apply("a", "dropped"), "dropped does not belong", "NO EFFECT", "because");
    refused(2, apply("b"), "There is no run b");
    run("worse").target("shop", shop.url(), 1.4, Map.of("x", Shop.index("x", "(id)"))).write();
    refused(1, apply("worse"), "Nothing in the run worse was proven", "REGRESSED");
  }

  @Test
  void aRunThatWasEditedIsRefused() throws Exception {
    var run = twoIndexes();
    var record = run.resolve("run.json");
    Files.writeString(record, Files.readString(record).replace("by_placed", "by_magic"));
    refused(1, apply("a"), "not sound", "run.json was changed", "proven verify " + run);
    dev.proven.core.evidence.Manifest.write(run);
    var judgement = run.resolve("00-set").resolve("judgement.json");
    Files.writeString(judgement, Files.readString(judgement).replaceFirst("0\\.3", "0.2"));
    dev.proven.core.evidence.Manifest.write(run);
    refused(1, apply("a"), "not sound", "differs");
    Files.delete(run.resolve("manifest.sha256"));
    refused(1, apply("a"), "manifest.sha256 is missing");
  }

  @Test
  void aTargetThatEndedWithItsRunNeedsAnother() throws Exception {
    run("a")
        .target("demo", "", 0.3, Map.of("customer", Shop.index("by_customer", "(customer)")))
        .write();
    refused(2, apply("a"), "ended with the run", "--url");
    refused(2, apply("a", "--url", "embedded"), "embedded");
    refused(2, apply("a", "--url", "mysql://app:app-secret@db/shop"), "mysql://app:***@db/shop");
    refused(4, apply("a", "--url", "postgresql://app@127.0.0.1:1/shop"), "127.0.0.1:1");
    var called = apply("a", "--url", shop.url());
    assertThat(called.code()).as(called.err()).isZero();
    assertThat(called.err()).contains("! The run measured demo; this is " + shop.url());
  }

  @Test
  void ofSeveralTargetsOneIsChosen() throws Exception {
    run("a")
        .target(
            "copy",
            "postgresql://app@elsewhere:5432/shop",
            0.3,
            Map.of("c", Shop.index("c", "(id)")))
        .target("shop", shop.url(), 0.3, Map.of("c", Shop.index("by_customer", "(customer)")))
        .write();
    refused(2, apply("a"), "several targets", "\"copy\", \"shop\"");
    refused(2, apply("a", "--target", "none"), "no target none");
    assertThat(apply("a", "--target", "shop").code()).isZero();
    assertThat(shop.indexes()).contains("by_customer");
  }

  @Test
  void coursesOfOneTargetAreAppliedTogether() throws Exception {
    run("a")
        .target("shop", shop.url(), 0.3, Map.of("c", Shop.index("by_customer", "(customer)")))
        .target("shop (more)", shop.url(), 0.3, Map.of("p", Shop.index("by_placed", "(placed)")))
        .write();
    var called = apply("a");
    assertThat(called.code()).as(called.err()).isZero();
    assertThat(called.err()).contains("! They come from several courses of the run");
    assertThat(shop.indexes()).isEqualTo("by_customer, by_placed, " + BEFORE);
  }

  @Test
  void oneRefusedChangeKeepsAllOthersFromIt() throws Exception {
    var changes = new LinkedHashMap<String, dev.proven.core.ChangeRecord>();
    changes.put("good", Shop.index("by_customer", "(customer)"));
    changes.put("gone", NewIndex.of("public", "gone", "x", "(a)").record());
    run("a").target("shop", shop.url(), 0.3, changes).write();
    refused(1, apply("a"), "gone cannot be made, so nothing was", "no table");
  }

  @Test
  void oneThatFailsTakesTheOthersBack() throws Exception {
    var changes = new LinkedHashMap<String, dev.proven.core.ChangeRecord>();
    changes.put("good", Shop.index("by_customer", "(customer)"));
    changes.put("bad", Shop.index("by_nonsense", "((1 / (customer - 3)))"));
    run("a").target("shop", shop.url(), 0.3, changes).write();
    refused(1, apply("a"), "bad could not be made", "division by zero", "was taken back");
    assertThat(proven("undo").out()).contains("Nothing to take back");
  }

  /** It was proposed because nobody used it on a copy, and this server does. */
  @Test
  void anIndexThatThisServerUsesGoesOnlyIfItIsNamed() throws Exception {
    shop.execute("CREATE INDEX spare ON purchase (placed)");
    var changes = new LinkedHashMap<String, dev.proven.core.ChangeRecord>();
    changes.put("customer", Shop.index("by_customer", "(customer)"));
    changes.put("drop spare", spare().asUnused().record());
    run("a").target("shop", shop.url(), 0.3, changes).write();
    shop.execute(
        "SET enable_seqscan = off; SELECT id FROM purchase WHERE placed = now();"
            + " SELECT pg_stat_force_next_flush()");
    var refused = apply("a");
    assertThat(refused.code()).as(refused.err()).isEqualTo(1);
    assertThat(refused.err())
        .contains("drop spare cannot be made, so nothing was", "has used it")
        .contains("The others can be made by naming them: 'customer'");
    assertThat(shop.indexes()).isEqualTo(BEFORE + ", spare");
    var named = apply("a", "drop spare");
    assertThat(named.code()).as(named.err()).isZero();
    assertThat(named.err()).contains("This server has used it");
    assertThat(shop.indexes()).isEqualTo(BEFORE);
    assertThat(proven("undo", "a").code()).isZero();
    shop.execute("DROP INDEX spare");
  }

  private OldIndex spare() throws Exception {
    try (var connection = shop.connect()) {
      return OldIndex.of(StandingIndex.of(connection, "public", "spare").orElseThrow(), "purchase");
    }
  }

  @Test
  void aSettingIsLeftToWhoMaySetIt() throws Exception {
    var change = new AlterSystem("work_mem", "64MB").records().getFirst();
    run("a").target("shop", shop.url(), 0.3, Map.of("work_mem", change)).write();
    refused(1, apply("a"), "may not set work_mem");
  }

  @Test
  void whatBelongsIntoTheUsersCodeIsHandedOverAsFiles() throws Exception {
    var text = "SELECT customer, count(*) FROM purchase GROUP BY customer";
    var changes = new LinkedHashMap<String, dev.proven.core.ChangeRecord>();
    changes.put("q1", new HandOver("Send it for q1.", "../q.sql", text).record("postgres"));
    changes.put("q2", new HandOver("Send it for q2.", "../q.sql", "SELECT 2").record("postgres"));
    var run = run("a").target("shop", shop.url(), 0.3, changes).write();
    // Without --yes: nothing in the database is touched, so nobody has to agree.
    var called = proven("apply", "a");
    assertThat(called.code()).as(called.err()).isZero();
    assertThat(called.err()).contains("by hand: Send it for q1.", "| " + text);
    assertThat(called.out())
        .contains("by hand         q1", "by-hand-01-_q.sql", "by-hand-02-_q.sql")
        .doesNotContain("proven watch", "proven undo");
    assertThat(applied(run).resolve("by-hand-01-_q.sql")).hasContent(text);
    assertThat(applied(run).resolve("by-hand-02-_q.sql")).hasContent("SELECT 2");
    assertThat(shop.indexes()).isEqualTo(BEFORE);
    assertThat(proven("undo", "a").out())
        .contains("by hand  a  q1", "If you made it, take it back as well: Send it for q1.");
  }

  @Test
  void twoCallsForOneRunDoNotRunAtOnce() throws Exception {
    var run = twoIndexes();
    try (var _ = ApplyLock.take(new RunFolder(run))) {
      refused(1, apply("a"), "Another process is applying the run a");
    }
  }

  @Test
  void aRoleThatMayOnlyReadIsRefusedByName() throws Exception {
    shop.execute("CREATE ROLE reader LOGIN PASSWORD 'app-secret'");
    shop.execute("GRANT pg_read_all_data TO reader");
    var run = twoIndexes();
    var url = shop.url().replace("//app@", "//reader@");
    refused(1, apply("a", "--url", url), "Role reader does not own", "Apply as app, or GRANT");
    shop.execute("ALTER ROLE app SET default_transaction_read_only = on");
    refused(1, apply("a"), "takes no changes", "the role is read-only");
    shop.execute("ALTER ROLE app RESET default_transaction_read_only");
    assertThat(run.resolve("applied")).isDirectoryNotContaining(Files::isDirectory);
    shop.execute("DROP ROLE reader");
  }

  @Test
  void aFolderThatCannotBeWrittenKeepsAllFromIt() throws Exception {
    var run = twoIndexes();
    var lock = Files.createDirectories(run.resolve("applied").resolve("lock"));
    refused(1, apply("a"), "applied cannot be written", "Nothing was changed");
    Files.delete(lock);
  }

  @Test
  void aRecordThatHoldsMoreThanAnIndexIsNotEvenTried() throws Exception {
    var forged = Shop.index("x", "(customer); COMMIT; DROP TABLE purchase");
    run("a").target("shop", shop.url(), 0.3, Map.of("x", forged)).write();
    refused(1, apply("a", "--dry-run"), "does not describe an index", "Nothing was executed");
  }

  /** Somebody keeps a transaction open; the change waits no longer than it was told to. */
  @Test
  void aLongTransactionIsNamedAndNothingIsLeft() throws Exception {
    twoIndexes();
    try (var busy = shop.connect();
        var statement = busy.createStatement()) {
      busy.setAutoCommit(false);
      statement.execute("SET application_name = 'nightly'");
      statement.execute("UPDATE purchase SET note = note WHERE id = 1");
      // A younger one is taken for the usual traffic.
      Thread.sleep(1100);
      refused(
          1,
          apply("a", "--lock-timeout", "1s"),
          "customer could not be made: Transactions are in the way",
          "nightly as app (pid ",
          "Everything that was made was taken back. End them, or wait for longer");
      busy.rollback();
    }
  }

  @Test
  void wrongTimesAreUsageErrors() throws Exception {
    twoIndexes();
    refused(2, apply("a", "--lock-timeout", "soon"), "soon");
    refused(2, apply("a", "--lock-timeout", "0s"), "--lock-timeout is 0s");
    refused(2, apply("a", "--interval", "0s"), "--interval is 0s");
    refused(2, proven("apply", "a", "--baseline", "100h"), "--baseline is 100h");
  }
}
