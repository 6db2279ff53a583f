package dev.proven.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.core.Progress;
import dev.proven.core.TargetSpec;
import dev.proven.core.apply.Enactment;
import dev.proven.core.apply.Intent;
import dev.proven.core.apply.Patience;
import dev.proven.core.journal.Journal;
import dev.proven.postgres.apply.AlterDatabase;
import dev.proven.postgres.apply.AlterSystem;
import dev.proven.postgres.apply.Enactments;
import java.lang.management.ManagementFactory;
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
    assertThat(make("work_mem", "16MB")).singleElement().asString().contains("work_mem is 16MB");
    assertThat(show("work_mem")).isEqualTo("16MB");
    assertThat(look("work_mem", "16MB")).isInstanceOf(Enactment.AlreadyThere.class);
    assertThat(journal.undoAll()).isEmpty();
    assertThat(show("work_mem")).isEqualTo("4MB");
  }

  @Test
  void whatWasSetComesBackTextForText() throws Exception {
    make("random_page_cost", "1.1");
    make("work_mem", "16 MB");
    assertThat(autoConf())
        .contains("random_page_cost = '1.1'", "work_mem = '16 MB'", "Odd \"\"one");
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
    var planned = (Enactment.ByProven) look("work_mem", "16MB");
    assertThat(planned.notes()).anyMatch(n -> n.contains("ALTER DATABASE, which wins over"));
    assertThat(make("work_mem", "16MB"))
        .singleElement()
        .asString()
        .contains("work_mem stays 7MB here, which comes from ALTER DATABASE");
    server.execute("ALTER DATABASE shop RESET work_mem");
  }

  @Test
  void aValueOfTheDatabaseIsSetAndComesBack() throws Exception {
    server.execute("ALTER DATABASE shop SET work_mem = '7MB'");
    var change = new AlterDatabase("work_mem", "16MB").record();
    var planned = (Enactment.ByProven) Enactments.of(server.target, change);
    assertThat(planned.script()).isEqualTo("ALTER DATABASE \"shop\" SET \"work_mem\" = '16MB';");
    assertThat(planned.undo()).isEqualTo("ALTER DATABASE \"shop\" SET \"work_mem\" = '7MB';");
    planned.making().make(journal, Patience.standard(), Progress.silent());
    assertThat(given()).isEqualTo("work_mem=16MB");
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
      var change = new AlterSystem("work_mem", "16MB").records().getFirst();
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
      assertThat(show("work_mem")).isEqualTo("16MB");
    }
  }

  @Test
  @SuppressWarnings("MustBeClosedChecker") // it throws
  void aValueThatTheServerRefusesLeavesNothing() throws Exception {
    assertThat(look("work_mem", "many").toString()).contains("Refused", "work_mem = many");
    var change = new AlterSystem("work_mem", "many");
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> change.apply(server.target, journal).close())
        .hasMessageContaining("work_mem");
    assertThat(journal.pending()).isEmpty();
  }

  @Test
  void aValueThatThisServerCannotBearIsRefusedByName() throws Exception {
    assertThat(look("work_mem", "1TB").toString())
        .contains("Refused", "work_mem = 1TB is not for this server", "four fifths of its memory");
    assertThat(look("shared_buffers", "4TB").toString())
        .contains("Refused", "shared_buffers = 4TB is not for this server", "need");
    assertThat(
            Enactments.of(server.target, new AlterDatabase("work_mem", "1TB").record()).toString())
        .contains("Refused", "work_mem = 1TB is not for this server");
  }

  @Test
  void valuesThatTogetherAreTooMuchAreRefused() throws Exception {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long half = (system.getTotalMemorySize() >> 20) / 2;
    var buffers = new AlterSystem("shared_buffers", half + "MB").records().getFirst();
    long each = half / 2 / Long.parseLong(show("max_connections"));
    var memory = new AlterSystem("work_mem", each + "MB").records().getFirst();
    assertThat(Enactments.of(server.target, buffers)).isInstanceOf(Enactment.ByProven.class);
    assertThat(Enactments.of(server.target, memory)).isInstanceOf(Enactment.ByProven.class);
    var together = List.of(buffers, memory);
    for (var change : together) {
      assertThat(Enactments.of(server.target, new Intent(change, true, together)).toString())
          .contains("Refused", "is not for this server", "sessions with");
    }
  }

  @Test
  void aServerThatHasPromisedTooMuchMayPromiseLess() throws Exception {
    server.execute("ALTER DATABASE shop SET work_mem = '900GB'");
    var less = new AlterDatabase("work_mem", "800GB").record();
    assertThat(Enactments.of(server.target, less)).isInstanceOf(Enactment.ByProven.class);
    var more = new AlterDatabase("work_mem", "1000GB").record();
    assertThat(Enactments.of(server.target, more)).isInstanceOf(Enactment.Refused.class);
    server.execute("ALTER DATABASE shop RESET work_mem");
  }

  /** A server is seen from here by the title of its process, which is read as it is in Latin 1. */
  @Test
  void whereTheMemoryIsNotKnownThatIsSaidBeforeAnybodyAgrees() throws Exception {
    server.execute("CREATE DATABASE \"größe\" OWNER app");
    try (var app =
        new PostgresKind()
            .open(TargetSpec.of(server.url("app", "a", "gr%C3%B6%C3%9Fe")), TestServer.session())) {
      var planned =
          (Enactment.ByProven) Enactments.of(app, new AlterDatabase("work_mem", "1TB").record());
      assertThat(planned.notes())
          .anyMatch(n -> n.contains("How much memory this server has cannot be seen from here"));
      var other = new AlterDatabase("random_page_cost", "1.1").record();
      assertThat(((Enactment.ByProven) Enactments.of(app, other)).notes())
          .noneMatch(n -> n.contains("memory"));
    }
    server.execute("DROP DATABASE \"größe\"");
  }
}
