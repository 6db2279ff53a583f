package dev.proven.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proven.core.ChangeRecord;
import dev.proven.core.Credentials;
import dev.proven.core.Progress;
import dev.proven.core.apply.Enactment;
import dev.proven.core.apply.Patience;
import dev.proven.core.journal.Journal;
import dev.proven.core.journal.UndoRecord;
import dev.proven.postgres.apply.Enactments;
import dev.proven.postgres.apply.NewStatistics;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Extended statistics made and dropped in a database in use, and everything that can be in the way.
 */
class StatisticsInUseTest {
  private static final Patience SHORT =
      new Patience(Duration.ofSeconds(1), Duration.ofMinutes(1), 2);
  private static final String SETUP =
      """
      CREATE SCHEMA "Böse ""Namen";
      CREATE TABLE "Böse ""Namen"."Tab FROM x" ("Größe" int, b int, c text);
      INSERT INTO "Böse ""Namen"."Tab FROM x" SELECT n % 50, n % 50, 'c' || n % 7
        FROM generate_series(1, 5000) n;
      CREATE TABLE item (id int PRIMARY KEY, kind int, mark xid, wide text);
      CREATE TABLE parted (id int, kind int) PARTITION BY LIST (kind);
      CREATE ROLE app LOGIN PASSWORD 'a';
      CREATE TABLE victim (id int);
      """;

  private static final NewStatistics NEW =
      new NewStatistics(
          "Böse \"Namen",
          "Tab FROM x",
          "st \"é ON x",
          List.of("dependencies", "mcv"),
          List.of("Größe", "b"),
          List.of("lower(c)"),
          List.of("Größe", "b", "c"));

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

  private void make(NewStatistics statistics) throws Exception {
    ((Enactment.ByProven) look(statistics.record()))
        .making()
        .make(journal, SHORT, Progress.silent());
  }

  private void takeBack() {
    assertThat(journal.undoAll()).isEmpty();
  }

  private static NewStatistics on(String table, List<String> columns) {
    return new NewStatistics("public", table, "s", List.of("mcv"), columns, List.of(), columns);
  }

  private static UndoRecord with(UndoRecord record, String field, String value) {
    var data = new TreeMap<>(record.data());
    data.put(field, value);
    return new UndoRecord(record.kind(), record.action(), record.what(), data);
  }

  private static void undo(UndoRecord record) throws Exception {
    new PostgresUndo(Credentials.fromEnvironment()).undo(record);
  }

  @Test
  void theyAreMadeFilledAndTakenBackWhateverTheyAreCalled() throws Exception {
    var planned = (Enactment.ByProven) look(NEW.record());
    assertThat(planned.script())
        .isEqualTo(
            "CREATE STATISTICS \"Böse \"\"Namen\".\"st \"\"é ON x\" (dependencies, mcv) ON"
                + " \"Größe\", \"b\", (lower(c)) FROM \"Böse \"\"Namen\".\"Tab FROM x\";\n"
                + "ANALYZE \"Böse \"\"Namen\".\"Tab FROM x\" (\"Größe\", \"b\", \"c\");");
    assertThat(planned.undo()).isEqualTo("DROP STATISTICS \"Böse \"\"Namen\".\"st \"\"é ON x\";");
    assertThat(server.target.fingerprint()).as("looking changes nothing").isEqualTo(before);
    make(NEW);
    assertThat(server.target.fingerprint()).isNotEqualTo(before);
    assertThat(TestServer.text(server.target, "SELECT count(*) FROM pg_statistic_ext_data"))
        .as("it is filled")
        .isEqualTo("1");
    assertThat(look(NEW.record()).toString()).contains("AlreadyThere", "hold the same");
    var other =
        new NewStatistics(
            NEW.schema(),
            NEW.table(),
            "other",
            List.of("mcv"),
            List.of("b", "Größe"),
            List.of("LOWER((c))"),
            NEW.analyzed());
    assertThat(look(other.record()).toString()).as("by what it is on").contains("AlreadyThere");
    var record = journal.pending().getFirst().undo();
    takeBack();
    assertThat(server.target.fingerprint()).isEqualTo(before);
    undo(record);
    undo(record);
  }

  @Test
  void onlyWhatWasMadeIsDroppedUnderWhateverName() throws Exception {
    make(on("item", List.of("kind", "wide")));
    var record = journal.pending().getFirst().undo();
    assertThatThrownBy(
            () -> undo(with(with(record, "statistics", "other"), "body", "(mcv) ON id FROM item")))
        .hasMessageContaining("is not the object that was made, and stays");
    server.execute("ALTER STATISTICS s RENAME TO renamed");
    undo(record);
    server.execute("CREATE STATISTICS s (mcv) ON kind, wide FROM item");
    undo(record);
    assertThat(TestServer.text(server.target, "SELECT stxname FROM pg_statistic_ext"))
        .as("somebody else's of the same name")
        .isEqualTo("s");
    takeBack();
    server.execute("DROP STATISTICS s");
  }

  @Test
  void whatCannotBeMadeIsRefusedByNameBeforeAnythingIsChanged() throws Exception {
    refused(on("nowhere", List.of("a", "b")), "There is no table");
    refused(on("parted", List.of("id", "kind")), "is partitioned");
    refused(on("item", List.of("kind", "nothing")), "would not make", "nothing");
    refused(on("item", List.of("kind", "mark")), "no default btree operator class");
    server.execute("CREATE STATISTICS s (mcv) ON id, wide FROM item");
    refused(on("item", List.of("kind", "wide")), "other statistics with the name");
    server.execute("DROP STATISTICS s");
    try (var app =
        PostgresTarget.open(
            Login.of(Address.parse(server.url("app", "a", "shop")), Credentials.fromEnvironment()),
            server.session,
            null)) {
      assertThat(Enactments.of(app, on("item", List.of("kind", "wide")).record()).toString())
          .contains("Refused", "does not own");
    }
  }

  private static void refused(NewStatistics statistics, String... words) {
    assertThat(look(statistics.record())).isInstanceOf(Enactment.Refused.class);
    assertThat(look(statistics.record()).toString()).contains(words);
  }

  @Test
  void theRecordOfARunThatWasEditedIsNotTried() {
    for (var body :
        List.of("lower(c)) FROM item; DROP TABLE victim; --", "c); DROP TABLE victim", "'", "")) {
      assertEdited("expression.0", body);
    }
    assertEdited("kinds", "mcv) ON a FROM b; DROP TABLE victim; --");
    assertEdited("kinds", "");
    var many = new TreeMap<>(NEW.record().data());
    for (int i = 0; i < 9; i++) {
      many.put("column." + i, "c" + i);
    }
    var record = new ChangeRecord("postgres", NewStatistics.ACTION, many);
    assertThatThrownBy(() -> look(record)).hasMessageContaining("does not describe extended");
  }

  private static void assertEdited(String field, String value) {
    var data = new TreeMap<>(NEW.record().data());
    data.put(field, value);
    var record = new ChangeRecord("postgres", NewStatistics.ACTION, data);
    assertThatThrownBy(() -> look(record))
        .as(value)
        .hasMessageContaining("does not describe extended");
  }

  @Test
  void whoKeepsTheTableFromBeingAnalyzedIsNamedAndNothingIsLeft() throws Exception {
    try (var other = server.admin()) {
      other.setAutoCommit(false);
      Sql.execute(other, "LOCK TABLE item IN SHARE UPDATE EXCLUSIVE MODE");
      assertThatThrownBy(() -> make(on("item", List.of("kind", "wide"))))
          .hasMessageContaining("A lock was not to be had within 1.0 s, tried 2 times");
      other.rollback();
    }
  }

  @Test
  void aWriterInAnOpenTransactionIsNotWaitedFor() throws Exception {
    try (var other = server.admin()) {
      other.setAutoCommit(false);
      Sql.execute(other, "INSERT INTO item VALUES (1, 1)");
      Thread.sleep(1500);
      make(on("item", List.of("kind", "wide")));
      Sql.execute(other, "INSERT INTO item VALUES (2, 1)");
      takeBack();
      other.rollback();
    }
  }
}
