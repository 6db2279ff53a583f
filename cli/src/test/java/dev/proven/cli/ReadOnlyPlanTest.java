package dev.proven.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan made by roles that may only read: what they need, and what they do without. */
class ReadOnlyPlanTest {
  private static final String BY_CUSTOMER = "SELECT sum(amount) FROM purchase WHERE customer = 7";

  @TempDir private static Path folder;

  private static Shop shop;
  private static Path work;
  private static Path log;

  @BeforeAll
  static void start() throws IOException, SQLException {
    shop = Shop.open(folder, 20_000);
    for (var role : List.of("bare", "watcher")) {
      shop.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'app-secret'");
      shop.execute("ALTER ROLE " + role + " SET default_transaction_read_only = on");
      shop.execute("GRANT SELECT ON purchase TO " + role);
    }
    shop.execute("GRANT pg_read_all_stats TO watcher");
    shop.execute("ALTER DATABASE shop SET log_min_duration_statement = 0");
    try (var connection = shop.connect();
        var statement = connection.createStatement()) {
      for (int i = 0; i < 5; i++) {
        statement.execute(BY_CUSTOMER);
      }
    }
    shop.execute("ALTER DATABASE shop RESET log_min_duration_statement");
    work = Files.writeString(folder.resolve("work.sql"), BY_CUSTOMER + ";");
    log = Path.of(shop.text("SHOW data_directory"), "server.log");
  }

  @AfterAll
  static void stop() {
    shop.close();
  }

  private static Called plan(String role, String... more) throws IOException {
    var all = new ArrayList<>(List.of("plan", "--runs", folder.resolve("runs").toString()));
    all.addAll(List.of("--password-file", shop.passwordFile()));
    all.addAll(List.of(more));
    all.add(shop.url().replace("//app@", "//" + role + "@"));
    return Called.proven(all.toArray(String[]::new));
  }

  private static void proposes(Called called) {
    assertThat(called.code()).as(called.err()).isZero();
    assertThat(called.out()).contains("CREATE INDEX", "ON \"public\".\"purchase\" (\"customer\"");
  }

  @Test
  void whoMayReadTheTablesAloneNeedsAFileOrALog() throws Exception {
    var before = shop.server.fingerprint();
    proposes(plan("bare", "--workload", work.toString()));
    proposes(plan("bare", "--workload", log.toString()));
    assertThat(shop.server.fingerprint()).isEqualTo(before);
  }

  @Test
  void whatOthersExecuteIsForWhoMaySeeIt() throws Exception {
    for (var workload : List.of("pg_stat_statements", "activity")) {
      var called = plan("bare", "--workload", workload);
      assertThat(called.code()).as(called.err()).isEqualTo(2);
      assertThat(called.err())
          .contains("Role bare may not read the statements of others")
          .contains("GRANT pg_read_all_stats TO \"bare\"", "--workload FILE")
          .doesNotContain("app-secret", "\tat ");
    }
    assertThat(plan("bare").err()).contains("GRANT pg_read_all_stats TO \"bare\"");
  }

  @Test
  void theDefaultNeedsTheRightToReadAllStatisticsAndNoMore() throws Exception {
    var before = shop.server.fingerprint();
    proposes(plan("watcher"));
    assertThat(shop.server.fingerprint()).isEqualTo(before);
  }
}
