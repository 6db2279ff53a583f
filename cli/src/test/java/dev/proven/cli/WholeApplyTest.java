package dev.proven.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.core.ChangeRecord;
import dev.proven.core.apply.HandOver;
import dev.proven.postgres.StandingIndex;
import dev.proven.postgres.apply.AlterDatabase;
import dev.proven.postgres.apply.AlterSystem;
import dev.proven.postgres.apply.NewIndex;
import dev.proven.postgres.apply.NewStatistics;
import dev.proven.postgres.apply.OldIndex;
import dev.proven.postgres.whatif.Extension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run that has chosen changes of every kind, put into a real database and taken back: what is in
 * force in between is looked up there, file by file and in the server's own catalogs.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WholeApplyTest {
  private static final String INI = "[pgbouncer]\nlisten_port = 6432\npool_mode = transaction\n";
  private static final String TEXT =
      "-- formerly: SELECT 1\n\n-- q1: send this text instead\nSELECT 2;\n";

  @TempDir static Path folder;
  private Shop shop;
  private Path runs;
  private Path run;

  @BeforeAll
  void start() throws Exception {
    shop = Shop.open(folder, 20_000);
    shop.execute("CREATE ROLE chief SUPERUSER LOGIN PASSWORD 'app-secret'");
    shop.execute("CREATE INDEX spare ON purchase (id, amount) WITH (fillfactor = 70)");
    shop.execute("COMMENT ON INDEX spare IS 'it''s \\ ours'");
    shop.execute("ALTER DATABASE shop SET random_page_cost = '3.5'");
    shop.execute("ALTER SYSTEM SET work_mem = '3MB'");
    shop.execute("SELECT pg_reload_conf()");
    runs = folder.resolve("runs");
    var url = shop.url().replace("//app@", "//chief@");
    var clients = new LinkedHashMap<String, ChangeRecord>();
    clients.put(
        "pgbouncer",
        new HandOver("Install PgBouncer with this file.", "../../pgbouncer.ini", INI)
            .record("postgres"));
    run =
        new ProvenRun(runs, "a")
            .target("shop", url, 0.3, changes())
            .target("shop (clients)", url, 0.2, clients)
            .write();
  }

  @AfterAll
  void stop() {
    shop.close();
  }

  private Map<String, ChangeRecord> changes() throws Exception {
    var changes = new LinkedHashMap<String, ChangeRecord>();
    changes.put("q1", new HandOver("Send it for q1.", "q1.sql", TEXT).record("postgres"));
    changes.put("customer", Shop.index("by_customer", "(\"customer\") INCLUDE (\"amount\")"));
    changes.put(
        "note",
        NewIndex.of("public", "purchase", "by_note", "USING gin (\"note\" public.gin_trgm_ops)")
            .needing(Optional.of(Extension.named("pg_trgm", "public")))
            .record());
    changes.put("spare", OldIndex.of(spare(), "purchase").record());
    changes.put(
        "bond",
        new NewStatistics(
                "public",
                "purchase",
                "bond",
                List.of("ndistinct"),
                List.of("customer", "amount"),
                List.of(),
                List.of("customer", "amount"))
            .record());
    changes.put("work_mem", new AlterSystem("work_mem", "16MB").records().getFirst());
    changes.put("shared_buffers", new AlterSystem("shared_buffers", "48MB").records().getFirst());
    changes.put("random_page_cost", new AlterDatabase("random_page_cost", "1.1").record());
    return changes;
  }

  private StandingIndex spare() throws Exception {
    try (var connection = shop.connect()) {
      return StandingIndex.of(connection, "public", "spare").orElseThrow();
    }
  }

  private Called proven(String... arguments) throws IOException {
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--runs", runs.toString(), "--password-file", shop.passwordFile()));
    return Called.proven(all.toArray(String[]::new));
  }

  /** What postgresql.auto.conf says, in the order of its names. */
  private String written() throws Exception {
    return shop.text(
        "SELECT string_agg(name || '=' || setting, ' ' ORDER BY name) FROM pg_file_settings"
            + " WHERE sourcefile LIKE '%postgresql.auto.conf'");
  }

  private static SortedSet<String> files(Path below) throws IOException {
    try (var walk = Files.walk(below)) {
      return walk.filter(Files::isRegularFile)
          .map(f -> below.relativize(f).toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Test
  void everyKindIsInForceWhereItBelongsAndGoneAgainAfterwards() throws Exception {
    var before = shop.server.fingerprint();
    var indexes = shop.indexes();
    var conf = written();
    var spare = spare();
    shop.passwordFile();
    var files = files(folder);
    var here = files(Path.of("").toAbsolutePath());

    var called = proven("apply", "a", "--yes", "-q", "--baseline", "0");
    assertThat(called.code()).as(called.err()).isZero();
    assertThat(called.err())
        .contains("by hand: Send it for q1.", "| SELECT 2;", "by hand: Install PgBouncer")
        .contains("+ CREATE EXTENSION \"pg_trgm\" SCHEMA public;", "DROP EXTENSION \"pg_trgm\";")
        .contains("+ CREATE STATISTICS \"public\".\"bond\" (ndistinct) ON", "an undo leaves those")
        .contains("+ DROP INDEX CONCURRENTLY \"public\".\"spare\"")
        .contains(
            "undo: CREATE INDEX CONCURRENTLY \"spare\" ON \"public\".\"purchase\" USING btree")
        .contains("It takes effect when the server is restarted, which Proven does not do.")
        .contains("! What is made by hand was measured together with the rest")
        .contains("! They come from several courses of the run");
    assertThat(called.out())
        .contains("by hand         q1", "made            customer", "made            note")
        .contains("made            spare", "made            work_mem", "by hand         pgbouncer")
        .contains("Restart needed: shared_buffers stays")
        .contains("random_page_cost is 1.1 in new sessions");
    inForce();
    var written = files(folder);
    written.removeAll(files);
    assertThat(written)
        .as("files that are new")
        .allMatch(f -> f.startsWith("runs/a/applied/"))
        .anyMatch(f -> f.endsWith("/by-hand-01-q1.sql"))
        .anyMatch(f -> f.endsWith("/by-hand-09-_.._pgbouncer.ini"));
    assertThat(files(Path.of("").toAbsolutePath())).isEqualTo(here);
    assertThat(content(written, "q1.sql")).isEqualTo(TEXT);
    assertThat(content(written, "pgbouncer.ini")).isEqualTo(INI);

    var undo = proven("undo", "a");
    assertThat(undo.code()).as(undo.out()).isZero();
    assertThat(undo.out())
        .contains("taken back  a  extension pg_trgm", "taken back  a  index public.by_note")
        .contains("taken back  a  dropped index public.spare", "taken back  a  parameter work_mem")
        .contains("taken back  a  statistics public.bond")
        .contains("which takes effect with a restart")
        .contains("by hand  a  q1", "by hand  a  pgbouncer")
        .doesNotContain("NOT taken back");
    assertThat(shop.indexes()).isEqualTo(indexes);
    assertThat(written()).isEqualTo(conf);
    assertThat(spare().create()).isEqualTo(spare.create());
    assertThat(spare().comment()).isEqualTo("it's \\ ours");
    assertThat(shop.server.fingerprint()).isEqualTo(before);
    assertThat(proven("undo", "a").out()).doesNotContain("taken back");
  }

  /** As a session of somebody else sees it. */
  private void inForce() throws Exception {
    assertThat(shop.indexes()).isEqualTo("by_customer, by_note, purchase_pkey");
    assertThat(shop.text("SELECT extname FROM pg_extension WHERE extname = 'pg_trgm'"))
        .isEqualTo("pg_trgm");
    assertThat(shop.text("SELECT stxdndistinct IS NOT NULL FROM pg_statistic_ext_data"))
        .isEqualTo("t");
    assertThat(shop.text("SHOW work_mem")).isEqualTo("16MB");
    assertThat(shop.text("SHOW random_page_cost")).isEqualTo("1.1");
    assertThat(written()).isEqualTo("shared_buffers=48MB work_mem=16MB");
    assertThat(shop.text("SELECT pending_restart FROM pg_settings WHERE name = 'shared_buffers'"))
        .isEqualTo("t");
  }

  private static String content(SortedSet<String> written, String end) throws IOException {
    var file = written.stream().filter(f -> f.endsWith(end)).findFirst().orElseThrow();
    return Files.readString(folder.resolve(file));
  }

  @Test
  void anExtensionThatOthersLeanOnIsNamedByUndo() throws Exception {
    var before = shop.server.fingerprint();
    assertThat(proven("apply", "a", "note", "--yes", "-q", "--baseline", "0").code()).isZero();
    shop.execute("CREATE INDEX theirs ON purchase USING gin (lower(note) gin_trgm_ops)");
    var undo = proven("undo", "a");
    assertThat(undo.code()).as(undo.out()).isZero();
    assertThat(undo.out())
        .contains("taken back  a  index public.by_note")
        .contains("left in place  a  extension pg_trgm", "index theirs")
        .doesNotContain("taken back  a  extension");
    assertThat(proven("undo", "a").out()).doesNotContain("extension");
    shop.execute("DROP INDEX theirs");
    shop.execute("DROP EXTENSION pg_trgm");
    assertThat(shop.server.fingerprint()).isEqualTo(before);
  }

  /** The journal of a run is edited after it was applied. */
  @Test
  void aJournalThatWasEditedIsRefusedByUndo() throws Exception {
    var before = shop.server.fingerprint();
    assertThat(proven("apply", "a", "spare", "work_mem", "--yes", "-q", "--baseline", "0").code())
        .isZero();
    var applied = shop.server.fingerprint();
    var journal = newest().resolve("journal.jsonl");
    var text = Files.readString(journal);
    Files.writeString(
        journal,
        text.replace("USING btree (id, amount)", "USING btree (id); DROP TABLE purchase; --")
            .replace("\"parameter\":\"work_mem\"", "\"parameter\":\"archive_command\"")
            .replace("\"what\":\"parameter", "\"what\":\"\\u001b[2Jparameter"));
    var undo = proven("undo", "a");
    assertThat(undo.code()).as(undo.out()).isEqualTo(3);
    assertThat(undo.out())
        .contains("NOT taken back  a  dropped index public.spare", "does not describe an index")
        .contains("NOT taken back  a   [2Jparameter", "archive_command is not a setting")
        .doesNotContain("\u001b");
    assertThat(shop.server.fingerprint()).isEqualTo(applied);
    Files.writeString(journal, text);
    assertThat(proven("undo", "a").code()).isZero();
    assertThat(shop.server.fingerprint()).isEqualTo(before);
  }

  private Path newest() throws IOException {
    try (var list = Files.list(run.resolve("applied"))) {
      return list.filter(Files::isDirectory).sorted().reduce((_, last) -> last).orElseThrow();
    }
  }
}
