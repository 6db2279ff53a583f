package dev.proven.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.core.Progress;
import dev.proven.core.TargetSpec;
import dev.proven.core.apply.Enactment;
import dev.proven.core.apply.Patience;
import dev.proven.core.journal.Journal;
import dev.proven.postgres.apply.AlterDatabase;
import dev.proven.postgres.apply.AlterSystem;
import dev.proven.postgres.apply.Enactments;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AlterSystemTest {
  private static TestServer server;
  private final Journal journal = TestServer.session().journal();
  private String before = "";
  private String file = "";

  @BeforeAll
  static void start() {
    server =
        TestServer.with(
            """
            CREATE ROLE app LOGIN PASSWORD 'a';
            ALTER SYSTEM SET random_page_cost = '1.5';
            ALTER SYSTEM SET search_path = '$user', 'public', 'Odd "one', 'a, b';
            ALTER SYSTEM SET log_line_prefix = 'it''s %m ';
            SELECT pg_reload_conf();
            """);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void remember() throws Exception {
    before = server.target.fingerprint();
    file = autoConf();
  }

  @AfterEach
  void everythingIsAsItWas() throws Exception {
    assertThat(journal.undoAll()).isEmpty();
    assertThat(server.target.fingerprint()).isEqualTo(before);
    assertThat(autoConf().lines().sorted().toList()).isEqualTo(file.lines().sorted().toList());
  }

  private static String autoConf() throws Exception {
    return Files.readString(
        server.server().folder().resolve("data").resolve("postgresql.auto.conf"));
  }

  private static Enactment look(String parameter, String value) {
    return Enactments.of(server.target, new AlterSystem(parameter, value).records().getFirst());
  }

  private List<String> make(String parameter, String value) throws Exception {
    return ((Enactment.ByProven) look(parameter, value))
        .making()
        .make(journal, Patience.standard(), Progress.silent());
  }

  private static String show(String parameter) throws Exception {
    return TestServer.text(server.target, "SHOW " + parameter);
  }

  @Test
  void whatWasNotSetIsNotSetAfterwards() throws Exception {
    assertThat(make("work_mem", "64MB")).singleElement().asString().contains("work_mem is 64MB");
    assertThat(show("work_mem")).isEqualTo("64MB");
    assertThat(look("work_mem", "64MB")).isInstanceOf(Enactment.AlreadyThere.class);
    assertThat(journal.undoAll()).isEmpty();
    assertThat(show("work_mem")).isEqualTo("4MB");
  }

  @Test
  void whatWasSetComesBackTextForText() throws Exception {
    make("random_page_cost", "1.1");
    make("work_mem", "64 MB");
    assertThat(autoConf())
        .contains("random_page_cost = '1.1'", "work_mem = '64 MB'", "Odd \"\"one");
  }

  @Test
  void whatWaitsForARestartSaysSo() throws Exception {
    var planned = (Enactment.ByProven) look("shared_buffers", "55MB");
    assertThat(planned.undo()).startsWith("ALTER SYSTEM RESET \"shared_buffers\"");
    assertThat(planned.notes()).anyMatch(n -> n.contains("restarted"));
    assertThat(make("shared_buffers", "55MB"))
        .singleElement()
        .asString()
        .contains("Restart needed: shared_buffers stays");
  }

  @Test
  void aValueThatWinsOverTheServersFilesIsNamed() throws Exception {
    server.execute("ALTER DATABASE shop SET work_mem = '7MB'");
    var planned = (Enactment.ByProven) look("work_mem", "64MB");
    assertThat(planned.notes()).anyMatch(n -> n.contains("ALTER DATABASE, which wins over"));
    assertThat(make("work_mem", "64MB"))
        .singleElement()
        .asString()
        .contains("work_mem stays 7MB here, which comes from ALTER DATABASE");
    server.execute("ALTER DATABASE shop RESET work_mem");
  }

  @Test
  void aValueOfTheDatabaseIsSetAndComesBack() throws Exception {
    server.execute("ALTER DATABASE shop SET work_mem = '7MB'");
    var change = new AlterDatabase("work_mem", "64MB").record();
    var planned = (Enactment.ByProven) Enactments.of(server.target, change);
    assertThat(planned.script()).isEqualTo("ALTER DATABASE \"shop\" SET \"work_mem\" = '64MB';");
    assertThat(planned.undo()).isEqualTo("ALTER DATABASE \"shop\" SET \"work_mem\" = '7MB';");
    planned.making().make(journal, Patience.standard(), Progress.silent());
    assertThat(given()).isEqualTo("work_mem=64MB");
    assertThat(Enactments.of(server.target, change)).isInstanceOf(Enactment.AlreadyThere.class);
    assertThat(journal.undoAll()).isEmpty();
    assertThat(given()).isEqualTo("work_mem=7MB");
    server.execute("ALTER DATABASE shop RESET work_mem");
    var other = new AlterDatabase("session_preload_libraries", "x").record();
    assertThat(Enactments.of(server.target, other).toString())
        .contains("Refused", "not a setting that Proven changes");
    try (var app =
        new PostgresKind()
            .open(TargetSpec.of(server.url("app", "a", "shop")), TestServer.session())) {
      assertThat(Enactments.of(app, change).toString())
          .contains("Refused", "app does not own the database");
    }
  }

  private static String given() throws Exception {
    return TestServer.text(
            server.target,
            "SELECT s.setconfig::text[] FROM pg_db_role_setting s JOIN pg_database d"
                + " ON d.oid = s.setdatabase WHERE d.datname = 'shop'")
        .replaceAll("[{}]", "");
  }

  @Test
  void whatCannotBeSetIsRefused() throws Exception {
    for (var other : List.of("no_such_thing", "server_version", "archive_command", "search_path")) {
      assertThat(look(other, "1").toString())
          .contains("Refused", other + " is not a setting that Proven changes");
    }
    try (var app =
        new PostgresKind()
            .open(TargetSpec.of(server.url("app", "a", "shop")), TestServer.session())) {
      var change = new AlterSystem("work_mem", "64MB").records().getFirst();
      assertThat(Enactments.of(app, change).toString())
          .contains("may not set work_mem", "GRANT ALTER SYSTEM ON PARAMETER work_mem TO \"app\"");
      server.execute("GRANT ALTER SYSTEM ON PARAMETER work_mem TO app");
      assertThat(Enactments.of(app, change).toString())
          .contains("GRANT SELECT ON pg_file_settings");
      server.execute(
          "GRANT SELECT ON pg_file_settings TO app; GRANT EXECUTE ON FUNCTION"
              + " pg_show_all_file_settings, pg_reload_conf TO app");
      assertThat(Enactments.of(app, change)).isInstanceOf(Enactment.ByProven.class);
      ((Enactment.ByProven) Enactments.of(app, change))
          .making()
          .make(journal, Patience.standard(), Progress.silent());
      assertThat(show("work_mem")).isEqualTo("64MB");
    }
  }

  @Test
  void aValueThatTheServerRefusesLeavesNothing() throws Exception {
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> make("work_mem", "many"))
        .hasMessageContaining("work_mem");
    assertThat(journal.pending()).isEmpty();
  }
}
