package dev.proven.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
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
    }
    shop.execute("ALTER DATABASE shop RESET log_min_duration_statement");
    log = Path.of(shop.text("SHOW data_directory"), "server.log");
  }

  @AfterAll
  static void stop() {
    shop.close();
  }

  private static Called plan(String workload) throws IOException {
    return Called.proven(
        "plan",
        "--runs",
        folder.resolve("runs").toString(),
        "--password-file",
        shop.passwordFile(),
        "--workload",
        workload,
        shop.url());
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
