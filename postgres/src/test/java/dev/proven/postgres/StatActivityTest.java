package dev.proven.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proven.core.Credentials;
import dev.proven.core.Problem;
import dev.proven.core.Workload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatActivityTest {
  private static final String OFTEN = "SELECT count(*) FROM item, pg_sleep(0.2) WHERE id > ?";
  private static final String SELDOM = "SELECT max(name) FROM item, pg_sleep(0.2) WHERE id < 7";
  private static final String LONG = "SELECT min(name) FROM item, pg_sleep(600)";
  private static final String CUT =
      "SELECT avg(id) FROM item, pg_sleep(600) WHERE name <> '" + "x".repeat(2000) + "'";

  private static TestServer server;

  @BeforeAll
  static void start() {
    server =
        TestServer.with(
            "CREATE TABLE item (id int PRIMARY KEY, name text);"
                + "INSERT INTO item SELECT i, 'n' || i FROM generate_series(1, 1000) i;"
                + "CREATE DATABASE other;"
                + "CREATE ROLE blind LOGIN PASSWORD 'b'; GRANT pg_read_all_data TO blind");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** Clients at work until they are terminated. */
  private static final class Clients implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile boolean stopped;

    @SuppressWarnings("MustBeClosedChecker") // closed by its thread
    void begin(String database, String sql) throws SQLException {
      var connection = server.admin(database);
      var statement = connection.prepareStatement(sql);
      if (sql.contains("?")) {
        statement.setInt(1, 5);
      }
      threads.execute(() -> {
        try (connection) {
          while (!stopped) {
            statement.execute();
          }
        } catch (SQLException e) {
          // Terminated at the end of the test.
        }
      });
    }

    @Override
    public void close() throws SQLException {
      stopped = true;
      server.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              + " WHERE application_name = 'test' AND pid <> pg_backend_pid()");
      threads.close();
    }
  }

  private static void awaitRunning(int number) throws Exception {
    try (var connection = server.admin()) {
      while (Sql.number(
              connection,
              "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE ?",
              "%pg_sleep%")
          < number) {
        Thread.sleep(20);
      }
    }
  }

  @Test
  void whatRunsIsWeighedByHowOftenItIsSeen() throws Exception {
    Workload workload;
    try (var clients = new Clients()) {
      for (int i = 0; i < 4; i++) {
        clients.begin("shop", OFTEN);
      }
      clients.begin("shop", SELDOM);
      clients.begin("shop", LONG);
      clients.begin("shop", CUT);
      clients.begin("other", "SELECT 1 FROM pg_sleep(600)");
      awaitRunning(5);
      workload = WorkloadReader.read(server.target, Path.of("activity"));
    }
    assertThat(workload.source()).contains("pg_stat_activity", "looked at for");
    assertThat(workload.parts()).hasSize(3);
    var often = workload.parts().getFirst();
    assertThat(often.text()).startsWith("SELECT count(*) FROM item").doesNotContain("$1");
    var seldom = workload.parts().stream().filter(p -> p.text().equals(SELDOM)).findFirst();
    var once = workload.parts().stream().filter(p -> p.text().equals(LONG)).findFirst();
    assertThat(often.weight()).isGreaterThan(1.5 * seldom.orElseThrow().weight());
    assertThat(seldom.orElseThrow().weight()).isGreaterThan(2 * once.orElseThrow().weight());
    assertThat(workload.leftOut())
        .singleElement()
        .matches(l -> l.title().startsWith("SELECT avg(id)"))
        .matches(l -> l.reason().contains("track_activity_query_size"));
  }

  @Test
  void aServerAtRestIsToldSo() throws Exception {
    try (var connection = server.target.connectSimple()) {
      assertThatThrownBy(() -> StatActivity.of(server.target, connection, Duration.ofMillis(100)))
          .isInstanceOfSatisfying(
              Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.USAGE))
          .hasMessageContaining("No client");
    }
  }

  @Test
  void aRoleThatMayNotSeeOthersIsToldSo() {
    var login = Login.of(Address.parse(server.url("blind", "b", "shop")), new Credentials(null));
    try (var target = PostgresTarget.open(login, server.session, null)) {
      assertThatThrownBy(() -> WorkloadReader.read(target, Path.of("pg_stat_activity")))
          .isInstanceOfSatisfying(
              Problem.class,
              p -> {
                assertThat(p.what()).contains("pg_stat_activity");
                assertThat(p.advice()).contains("GRANT pg_read_all_stats TO \"blind\"");
              });
    }
  }

  @Test
  void aFileOfThatNameIsAFile(@TempDir Path folder) throws Exception {
    var file = Files.writeString(folder.resolve("activity"), "SELECT name FROM item WHERE id = 1");
    assertThat(WorkloadReader.read(server.target, file).source()).contains("the file " + file);
    assertThat(WorkloadSource.of(folder.resolve("pg_stat_statements")))
        .isEqualTo(new WorkloadSource.Recorded());
    assertThat(WorkloadSource.of(null)).isEqualTo(new WorkloadSource.Recorded());
    assertThat(WorkloadSource.of(folder.resolve("absent.log")))
        .isInstanceOf(WorkloadSource.Script.class);
  }
}
