package dev.proven.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.core.ChangeRecord;
import dev.proven.postgres.apply.NewStatistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real processes that put indexes into a database while others write into it: how long those wait,
 * and what is left when a process is ended in the middle. {@code -Dproven.kills=20} for the full
 * number of moments.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KilledApplyTest {
  private static final int ROWS = 400_000;

  /** Whoever waits for more than a second for a lock of a session of Proven. */
  private static final String KEPT_WAITING =
      """
      SELECT w.query FROM pg_stat_activity w
      WHERE w.application_name NOT LIKE 'proven/%'
        AND clock_timestamp() - w.query_start > interval '1 s'
        AND EXISTS (SELECT FROM pg_stat_activity p WHERE p.pid = ANY (pg_blocking_pids(w.pid))
          AND p.application_name LIKE 'proven/a/%')
      """;

  @TempDir static Path folder;
  private Shop shop;
  private Path runs;
  private Path run;

  @BeforeAll
  void start() throws IOException {
    shop = Shop.open(folder, ROWS);
    runs = folder.resolve("runs");
    var changes = new LinkedHashMap<String, ChangeRecord>();
    changes.put("customer", Shop.index("by_customer", "(\"customer\", \"placed\" DESC)"));
    changes.put("amount", Shop.index("by_amount", "(\"amount\") INCLUDE (\"customer\")"));
    changes.put("note", Shop.index("by_note", "((md5(\"note\" || \"id\"))) WHERE \"amount\" > 10"));
    changes.put(
        "bond",
        new NewStatistics(
                "public",
                "purchase",
                "bond",
                List.of("ndistinct", "mcv"),
                List.of("customer", "amount"),
                List.of(),
                List.of("customer", "amount"))
            .record());
    run = new ProvenRun(runs, "a").target("shop", shop.url(), 0.3, changes).write();
  }

  @AfterAll
  void stop() {
    shop.close();
  }

  private Process process(String... arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add("dev.proven.cli.Main");
    command.addAll(List.of(arguments));
    command.addAll(List.of("--runs", runs.toString(), "--password-file", shop.passwordFile()));
    var log = ProcessBuilder.Redirect.appendTo(folder.resolve("log.txt").toFile());
    return new ProcessBuilder(command).redirectOutput(log).redirectError(log).start();
  }

  private Process apply() throws IOException {
    return process("apply", "a", "--yes", "--baseline", "0");
  }

  private void succeeds(Process process) throws Exception {
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(log()).isZero();
  }

  private static String log() throws IOException {
    return Files.readString(folder.resolve("log.txt"));
  }

  /** Everything that an apply could have left on the server. */
  private String state() throws SQLException {
    return shop.server.fingerprint()
        + "\n"
        + shop.indexes()
        + "\n"
        + shop.text(
            "SELECT string_agg(application_name, ' ') FROM pg_stat_activity"
                + " WHERE application_name LIKE 'proven/%' AND application_name NOT LIKE 'proven/shop%'");
  }

  @Test
  void noWriterWaitsWhileAnIndexIsMadeOrTakenBack() throws Exception {
    var before = state();
    try (var writers = new Writers(shop, 4)) {
      Thread.sleep(2000);
      long alone = writers.longestMillis();
      int looks = looksUntilEnd(apply());
      long applying = writers.longestMillis();
      assertThat(shop.indexes()).contains("by_amount", "by_customer").doesNotContain("INVALID");
      looks += looksUntilEnd(process("undo", "a"));
      long undoing = writers.longestMillis();
      System.out.println(
          "Longest statement of 4 writers, in ms: %d before, %d during apply, %d during undo; %d statements, %d looks"
              .formatted(alone, applying, undoing, writers.done(), looks));
      assertThat(looks).isGreaterThan(10);
      // Far above what is measured: a machine that is busy makes a writer wait by itself.
      assertThat(applying).isLessThan(10_000);
      assertThat(undoing).isLessThan(10_000);
      assertThat(writers.failures()).isEmpty();
    }
    assertThat(state()).isEqualTo(before);
  }

  /** Looks again and again whether a session of the process keeps a writer waiting. */
  private int looksUntilEnd(Process process) throws Exception {
    int looks = 0;
    while (process.isAlive()) {
      assertThat(shop.text(KEPT_WAITING)).as("a writer waits for Proven").isEmpty();
      looks++;
      Thread.sleep(20);
    }
    succeeds(process);
    return looks;
  }

  @Test
  void afterKillAndUndoTheDatabaseIsAsBefore() throws Exception {
    var before = state();
    int found = 0;
    int kills = Integer.getInteger("proven.kills", 4);
    try (var writers = new Writers(shop, 2)) {
      long whole = System.nanoTime();
      succeeds(apply());
      whole = System.nanoTime() - whole;
      succeeds(process("undo", "a"));
      assertThat(state()).isEqualTo(before);
      var random = new Random(20260101);
      for (int i = 0; i < kills; i++) {
        var process = apply();
        process.waitFor(
            Math.round((0.2 + 0.85 * random.nextDouble()) * whole), TimeUnit.NANOSECONDS);
        process.destroyForcibly().waitFor();
        boolean left = !state().equals(before);
        found += left ? 1 : 0;
        var atKill = shop.indexes();
        // Without a run it takes back what was not finished; one that was finished needs its name.
        succeeds(process("undo"));
        if (!state().equals(before)) {
          assertThat(finished()).as("kill %d at %s left %s", i, atKill, shop.indexes()).isTrue();
          succeeds(process("undo", "a"));
        }
        assertThat(state()).as("kill number %d", i).isEqualTo(before);
      }
      assertThat(writers.failures()).isEmpty();
    }
    System.out.println(found + " of " + kills + " kills left something to take back");
    assertThat(found).as("kills that left something").isPositive();
  }

  private boolean finished() throws IOException {
    try (var applied = Files.list(run.resolve("applied"))) {
      return applied
          .filter(Files::isDirectory)
          .sorted()
          .reduce((_, last) -> last)
          .map(last -> Files.exists(last.resolve("applied.json")))
          .orElse(false);
    }
  }

  @Test
  void oneThatIsToldToEndTakesBackByItself() throws Exception {
    var before = state();
    var process = apply();
    awaitIndex(process);
    process.destroy(); // SIGTERM; SIGINT is ignored by what a shell has started in the background
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isNotZero();
    assertThat(state()).as(log()).isEqualTo(before);
    assertThat(log()).contains("Interrupted: taking back", "All taken back.");
  }

  private void awaitIndex(Process process) throws Exception {
    var deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (process.isAlive() && !shop.indexes().contains("by_") && System.nanoTime() < deadline) {
      Thread.sleep(5);
    }
    assertThat(process.isAlive()).as("the first index was begun").isTrue();
  }
}
