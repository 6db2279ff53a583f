package dev.proven.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The option --workload with the log of a server in use, and with what is none. */
class LoggedPlanTest {
  @TempDir private static Path folder;

  private static Shop shop;
  private static Path log;

  @BeforeAll
  static void start() throws IOException, SQLException {
    shop = Shop.open(folder, 20_000);
    shop.execute("ALTER DATABASE shop SET log_min_duration_statement = 0");
    try (var connection = shop.connect();
        var statement =
            connection.prepareStatement("SELECT sum(amount) FROM purchase WHERE customer = ?")) {
      for (int i = 1; i <= 3; i++) {
        statement.setInt(1, i);
        statement.execute();
      }
      try (var others = connection.createStatement()) {
        others.execute("SET search_path = public, tenant_7");
        others.execute("LISTEN jobs");
      }
    }
    shop.execute("ALTER DATABASE shop RESET log_min_duration_statement");
    log = Path.of(shop.text("SHOW data_directory"), "server.log");
  }

  @AfterAll
  static void stop() {
    shop.close();
  }

  private static Called plan(String workload, String... more) throws IOException {
    var all = new ArrayList<>(List.of("plan", "--runs", folder.resolve("runs").toString()));
    all.addAll(List.of("--password-file", shop.passwordFile(), "--workload", workload));
    all.addAll(List.of(more));
    all.add(shop.url());
    return Called.proven(all.toArray(String[]::new));
  }

  private static Path packed(Path file) throws IOException {
    var packed = folder.resolve("packed.log.gz");
    try (var out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      Files.copy(file, out);
    }
    return packed;
  }

  @Test
  void whatASessionKeepsIsFoundInALogWhereClientsAreSeen() throws Exception {
    var directory = Files.createDirectory(folder.resolve("logs"));
    Files.copy(log, directory.resolve("server.log"));
    try (var client = shop.connect()) {
      assertThat(client.isValid(1)).isTrue();
      for (var workload : List.of(log, packed(log), directory)) {
        var called = plan(workload.toString(), "--optimizers", "pooling");
        assertThat(called.code()).as(called.err()).isZero();
        assertThat(called.out())
            .contains(
                " statements of the log " + workload + " were searched for what a session keeps",
                "The application uses LISTEN: LISTEN jobs.",
                "SET search_path = public, tenant_7")
            .doesNotContain("extra_float_digits");
      }
    }
  }

  @Test
  void whatASessionKeepsIsFoundInWhatRunsNow() throws Exception {
    try (var client = shop.connect();
        var statement = client.createStatement();
        var _ = new Readers(shop)) {
      statement.execute("LISTEN jobs");
      var called = plan("activity", "--optimizers", "pooling");
      assertThat(called.code()).as(called.err()).isZero();
      assertThat(called.out())
          .contains(
              "seen in pg_stat_activity within 2 seconds, were searched",
              "The application uses LISTEN: LISTEN jobs.");
      var recorded = plan("pg_stat_statements", "--optimizers", "pooling");
      assertThat(recorded.code()).as(recorded.err()).isZero();
      assertThat(recorded.out())
          .contains("statements were searched", "The application uses LISTEN: LISTEN jobs.");
    }
  }

  private static void refused(Path workload, String... words) throws IOException {
    var called = plan(workload.toString());
    assertThat(called.code()).as(called.err()).isEqualTo(2);
    assertThat(called.err()).contains(workload.toString()).contains(words).doesNotContain("\tat ");
  }

  @Test
  void aPlanIsMadeFromTheLogOfTheServer() throws IOException {
    var called = plan(log.toString());
    assertThat(called.code()).as(called.err()).isZero();
    assertThat(called.out())
        .contains(
            "from the log " + log + " (stderr)",
            "of all databases, since log_line_prefix did not tell which",
            "ON \"public\".\"purchase\" (");
  }

  @Test
  void whatIsNoLogIsRefusedByName() throws IOException {
    refused(folder.resolve("absent.log"), "there is no such file");
    refused(Files.writeString(folder.resolve("a.csv"), "id,name\n1,x\n"), "looks like no log");
    refused(Files.writeString(folder.resolve("b.json"), "[1]\n"), "looks like no log");
    refused(Files.writeString(folder.resolve("c.gz"), "no gzip"), "cannot be read");
    refused(Files.createDirectory(folder.resolve("none")), "holds no log of PostgreSQL");
  }
}
