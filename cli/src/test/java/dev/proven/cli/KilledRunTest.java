package dev.proven.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.core.Credentials;
import dev.proven.core.Progress;
import dev.proven.core.Session;
import dev.proven.core.journal.Journal;
import dev.proven.postgres.PostgresKind;
import dev.proven.postgres.PostgresTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs against a server that they did not start, ended in the middle. {@code -Dproven.kills=20} for
 * the full number of moments.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KilledRunTest {
  private static final String SETUP =
      """
      CREATE ROLE app LOGIN CREATEDB PASSWORD 'app-secret';
      CREATE TABLE customer (id int PRIMARY KEY, name text NOT NULL, city int NOT NULL);
      CREATE TABLE purchase (id int PRIMARY KEY, customer int NOT NULL, placed date NOT NULL,
        amount numeric(10, 2) NOT NULL);
      INSERT INTO customer SELECT i, 'customer ' || i, i % 400 FROM generate_series(1, 20000) i;
      INSERT INTO purchase SELECT i, 1 + i::bigint * 7919 % 20000, date '2024-01-01' + i % 700,
        (i::bigint * 104729 % 100000) / 100.0 FROM generate_series(1, 150000) i;
      ALTER TABLE customer OWNER TO app;
      ALTER TABLE purchase OWNER TO app;
      ALTER DATABASE shop OWNER TO app;
      """;
  private static final String WORKLOAD =
      """
      -- name: by customer
      SELECT * FROM purchase WHERE customer = 4711;
      -- name: by city
      SELECT c.name, sum(p.amount) FROM customer c JOIN purchase p ON p.customer = c.id
        WHERE c.city = 17 GROUP BY c.name;
      -- name: latest
      SELECT * FROM purchase ORDER BY placed DESC, id LIMIT 10;
      -- name: buy
      INSERT INTO purchase VALUES (1000001, 17, '2026-01-01', 9.99);
      """;

  @TempDir static Path folder;
  private PostgresTarget server;
  private Path workload;

  @BeforeAll
  @SuppressWarnings("MustBeClosedChecker") // closed after the last test
  void start() throws IOException {
    var handlers =
        Map.of("postgres", new PostgresKind().undoHandler(Credentials.fromEnvironment()));
    var journal = Journal.open(folder.resolve("server.jsonl"), handlers);
    var session =
        new Session("killed" + Long.toHexString(System.nanoTime()), journal, Progress.silent());
    server =
        PostgresKind.openEmbedded(
            session,
            "shop",
            c -> {
              try (var statement = c.createStatement()) {
                statement.execute(SETUP);
                statement.execute("VACUUM ANALYZE");
              }
            });
    workload = Files.writeString(folder.resolve("workload.sql"), WORKLOAD);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private Process start(Path runs, String... arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add("dev.proven.cli.Main");
    command.addAll(List.of(arguments));
    command.addAll(List.of("--runs", runs.toString()));
    var builder = new ProcessBuilder(command);
    builder.environment().put("PGPASSWORD", "app-secret");
    builder.environment().put("XDG_STATE_HOME", folder.resolve("state").toString());
    var log = ProcessBuilder.Redirect.appendTo(folder.resolve("log.txt").toFile());
    return builder.redirectOutput(log).redirectError(log).start();
  }

  private Process run(Path runs) throws IOException {
    var url = "postgresql://app@127.0.0.1:" + server.address().port() + "/shop";
    return start(runs, "run", url, "--workload", workload.toString(), "--budget", "2m");
  }

  /** Everything a run could have left on the server. */
  private String state() throws SQLException {
    var state = new StringBuilder(server.fingerprint());
    try (Connection c = server.connect();
        var statement = c.createStatement();
        var rows =
            statement.executeQuery(
                """
                SELECT 'database ' || datname FROM pg_database
                UNION ALL SELECT 'role ' || rolname FROM pg_roles
                UNION ALL SELECT 'setting ' || name || '=' || setting FROM pg_settings
                  WHERE name NOT IN ('application_name', 'transaction_read_only')
                UNION ALL SELECT 'session ' || application_name FROM pg_stat_activity
                  WHERE application_name LIKE 'proven/%' AND application_name <> 'proven/killed'
                ORDER BY 1
                """)) {
      while (rows.next()) {
        state.append('\n').append(rows.getString(1));
      }
    }
    return state.toString();
  }

  @Test
  void afterKillAndUndoTheServerIsAsBefore() throws Exception {
    var before = state();
    int kills = Integer.getInteger("proven.kills", 5);
    var random = new Random(20260101);
    int found = 0;
    for (int i = 0; i < kills; i++) {
      var runs = folder.resolve("runs-" + i);
      var process = run(runs);
      process.waitFor(1500 + random.nextInt(14_000), TimeUnit.MILLISECONDS);
      process.destroyForcibly().waitFor();
      boolean left = !state().equals(before);
      found += left ? 1 : 0;
      var undo = start(runs, "undo");
      assertThat(undo.waitFor(2, TimeUnit.MINUTES)).isTrue();
      assertThat(undo.exitValue()).as(log()).isZero();
      assertThat(state()).as("kill number %d", i).isEqualTo(before);
    }
    assertThat(found).as("kills that left something to undo").isPositive();
  }

  @Test
  void aRunThatIsToldToEndCleansUpByItself() throws Exception {
    var before = state();
    for (String signal : List.of("TERM", "INT")) {
      var runs = folder.resolve("runs-" + signal);
      var process = run(runs);
      awaitClone(process);
      new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start().waitFor();
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).isNotZero();
      assertThat(state()).as(signal + "\n" + log()).isEqualTo(before);
    }
  }

  private void awaitClone(Process process) throws SQLException, InterruptedException {
    while (process.isAlive() && !state().contains("database proven_")) {
      Thread.sleep(50);
    }
    assertThat(process.isAlive()).as("the run came as far as its copies").isTrue();
  }

  private static String log() throws IOException {
    return Files.readString(folder.resolve("log.txt"));
  }
}
