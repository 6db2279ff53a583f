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
import dev.proven.postgres.apply.AlterSystem;
import dev.proven.postgres.apply.Enactments;
import dev.proven.postgres.apply.NewIndex;
import dev.proven.postgres.apply.OldIndex;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal that somebody has edited makes an undo refuse, and executes nothing of its own. */
class TamperedJournalTest {
  private static final String SETUP =
      """
      CREATE TABLE item (id int PRIMARY KEY, kind int NOT NULL, name text);
      INSERT INTO item SELECT n, n % 7, 'item ' || n FROM generate_series(1, 2000) n;
      CREATE INDEX item_kind ON item (kind) WHERE name <> 'it''s';
      CREATE UNIQUE INDEX item_name ON item (name);
      CREATE TABLE victim (id int);
      CREATE DATABASE proven_backup;
      ALTER ROLE postgres SET standard_conforming_strings = off;
      """;

  private static TestServer server;

  @TempDir Path folder;
  private String before = "";
  private String after = "";

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
  void nothingIsLeft() throws Exception {
    assertThat(server.target.fingerprint()).isEqualTo(before);
    assertThat(TestServer.text(server.target, "SELECT to_regclass('victim')")).isEqualTo("victim");
  }

  private Journal journal() {
    return TestServer.journal(folder);
  }

  private Path file() {
    return folder.resolve("journal");
  }

  private void make(ChangeRecord change) throws Exception {
    ((Enactment.ByProven) Enactments.of(server.target, change))
        .making()
        .make(journal(), Patience.standard(), Progress.silent());
    after = server.target.fingerprint();
    assertThat(after).isNotEqualTo(before);
  }

  /** Puts one text in the place of another in the file, as JSON has them, and tries the undo. */
  private void refused(String genuine, String forged, String words) throws Exception {
    var text = Files.readString(file());
    assertThat(text).contains(genuine);
    Files.writeString(file(), text.replace(genuine, forged));
    assertThat(journal().undoAll()).as(forged).singleElement().asString().contains(words);
    assertThat(server.target.fingerprint()).as(forged).isEqualTo(after);
    assertThat(journal().pending()).hasSize(1);
    Files.writeString(file(), text);
  }

  private void takeBack() {
    assertThat(journal().undoAll()).isEmpty();
    assertThat(journal().pending()).isEmpty();
  }

  @Test
  void aDefinitionThatIsMoreThanAnIndexIsNotExecuted() throws Exception {
    make(old("item_kind").record());
    var genuine = "USING btree (kind) WHERE (name <> 'it''s'::text)";
    for (var forged :
        List.of(
            "USING btree (kind); DROP TABLE victim",
            "USING btree (kind); DROP TABLE victim; --",
            "USING btree (kind) --",
            "USING btree (kind) /* x */",
            "USING btree (kind)) ; DROP TABLE victim; SELECT ((1)",
            "USING btree ((kind",
            "USING btree (kind) WHERE name = 'x",
            "USING btree (kind) WHERE name = $$x$$; DROP TABLE victim",
            "USING btree (kind) WHERE name = $x",
            "USING btree (kind) WHERE id = $1",
            "USING btree (kind)\\n\\\\g",
            "; DROP TABLE victim",
            "DROP TABLE victim",
            "")) {
      refused(genuine, forged, "does not describe an index");
    }
    // Where a backslash escapes a quote this is two statements; as it is executed it is a text.
    var escaped = "USING btree (kind) WHERE name <> 'a\\\\''; DROP TABLE victim; --'";
    refused(genuine, escaped, "is not there again as it was");
    takeBack();
  }

  @Test
  void theStatementIsComposedAndNeverTakenFromTheJournal() throws Exception {
    make(old("item_kind").record());
    var text = Files.readString(file());
    Files.writeString(
        file(), text.replace("\"body\":", "\"create\":\"DROP TABLE victim\",\"body\":"));
    takeBack();
  }

  @Test
  void namesAreQuotedWhateverTheyHold() throws Exception {
    make(old("item_kind").record());
    refused(
        "\"table\":\"item\"", "\"table\":\"item\\\" (id); DROP TABLE victim; --\"", "not exist");
    takeBack();
  }

  private static OldIndex old(String name) throws Exception {
    try (var connection = server.admin()) {
      return OldIndex.of(StandingIndex.of(connection, "public", name).orElseThrow(), "item");
    }
  }

  @Test
  void onlySettingsThatProvenChangesAreEverSet() throws Exception {
    make(new AlterSystem("work_mem", "16MB").records().getFirst());
    for (var parameter :
        List.of(
            "archive_command",
            "archive_library",
            "restore_command",
            "ssl_passphrase_command",
            "shared_preload_libraries",
            "session_preload_libraries",
            "local_preload_libraries",
            "dynamic_library_path",
            "recovery_end_command",
            "jit_provider",
            "hba_file",
            "work_mem = '1MB'; DROP TABLE victim; --",
            "no_such_setting")) {
      refused(
          "\"parameter\":\"work_mem\"",
          "\"parameter\":\"" + parameter + "\",\"value\":\"/tmp/evil\"",
          "is not a setting that Proven changes");
    }
    for (var value : List.of("8MB'\\narchive_command = 'evil", "8MB\\u0000", "'", "")) {
      refused(
          "\"parameter\":\"work_mem\"",
          "\"parameter\":\"work_mem\",\"value\":\"" + value + "\"",
          "is not a value of a setting");
    }
    takeBack();
  }

  @Test
  void aValueWritesNoSecondLineIntoTheFileOfAServerThatIsDown() throws Exception {
    var record =
        PostgresUndo.setInPrivateServer(
            server.target, "work_mem", Optional.of("8MB'\narchive_command = 'evil"), false);
    refused(record, "is not a value of a setting");
    refused(
        PostgresUndo.setInDatabase(server.target, "work_mem", Optional.of("1MB'; SELECT '")),
        "is not a value of a setting");
  }

  private static void refused(UndoRecord record, String words) {
    assertThatThrownBy(() -> new PostgresUndo(Credentials.fromEnvironment()).undo(record))
        .hasMessageContaining(words);
  }

  private static UndoRecord with(UndoRecord record, String field, String value) {
    var data = new TreeMap<>(record.data());
    data.put(field, value);
    return new UndoRecord(record.kind(), record.action(), record.what(), data);
  }

  @Test
  void anIndexThatKeepsKeysUniqueIsNotDropped() throws Exception {
    for (var index : List.of("item_name", "item_pkey")) {
      refused(PostgresUndo.dropIndex(server.target, "public", index, false), "and stays");
      try (var connection = server.admin()) {
        var standing = StandingIndex.of(connection, "public", index).orElseThrow();
        var record =
            PostgresUndo.dropIndex(server.target, "public", index, standing.body(), standing.oid());
        refused(record, "and stays");
        refused(with(record, "unique", "true"), "and stays");
      }
    }
  }

  @Test
  void onlyExtensionsOfOursAreDropped() throws Exception {
    for (var extension : List.of("plpgsql", "pg_stat_statements", "x\" CASCADE; --")) {
      refused(
          PostgresUndo.dropExtension(server.target, extension, 1),
          "is not an extension that Proven makes");
      refused(
          PostgresUndo.dropExtension(server.target, extension),
          "is not an extension that Proven makes");
    }
  }

  @Test
  void onlyDatabasesOfTheRunAreDropped() throws Exception {
    var run = server.target.runId();
    for (var database : List.of("proven_backup", "shop", "proven_" + run, "proven_" + run + "_c")) {
      refused(
          PostgresUndo.dropDatabase(server.target, database),
          "is not a database that Proven has made");
    }
    refused(
        with(PostgresUndo.dropDatabase(server.target, "proven_backup"), "run", "backup"),
        "is not a database that Proven has made");
    try (var connection = server.admin()) {
      assertThat(Sql.text(connection, "SELECT datname FROM pg_database WHERE datname ~ '_backup$'"))
          .contains("proven_backup");
    }
  }

  /** Parts of an address become a URL of pgjdbc's, some of whose parameters name classes. */
  @Test
  void anAddressIsNoWayToLoadAClass() throws Exception {
    var record = PostgresUndo.dropIndex(server.target, "public", "x", true);
    for (var host :
        List.of("127.0.0.1/shop?socketFactory=Evil&x=", "h?loggerFile=/x#", "", "a b")) {
      refused(with(record, "host", host), "is no name or number of a machine");
    }
    refused(with(record, "port", "99999"), "port 99999");
    refused(with(record, "parameter.socketFactory", "Evil"), "\"socketFactory\" is not known");
    refused(with(record, "parameter.sslfactory", "java.lang.ProcessBuilder"), "none of pgjdbc's");
  }

  /** What a look tries on the server is not yet agreed to by anybody. */
  @Test
  void theRecordOfARunThatWasEditedIsNotTriedEither() {
    for (var body :
        List.of("(kind); COMMIT; DROP TABLE victim", "(kind) --", "\"x\" (id)", "(kind", "")) {
      var record = NewIndex.of("public", "item", "proven_x", body).record();
      assertThatThrownBy(() -> Enactments.of(server.target, record))
          .as(body)
          .hasMessageContaining("does not describe an index");
    }
    var genuine = NewIndex.of("public", "item", "proven_x", "(name)").record();
    for (var wrong :
        List.of(
            Map.of("extension", "adminpack", "extensionSchema", "public"),
            Map.of("extension", "pg_trgm", "extensionSchema", "public; DROP TABLE victim"))) {
      var data = new TreeMap<>(genuine.data());
      data.putAll(wrong);
      var record = new ChangeRecord(genuine.kind(), genuine.action(), data);
      assertThatThrownBy(() -> Enactments.of(server.target, record))
          .hasMessageContaining("does not describe an index");
    }
  }
}
