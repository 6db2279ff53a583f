package dev.proven.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.core.evidence.RunFolder;
import dev.proven.postgres.Binaries;
import dev.proven.postgres.EmbeddedServer;
import dev.proven.postgres.ServerUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Runs against a server that is ended the hard way in the middle, and comes back or does not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RestartedRunTest {
  private static final String WORKLOAD =
      """
      -- name: by_customer
      SELECT * FROM purchase WHERE customer = 4711;
      -- name: dearest
      SELECT * FROM purchase WHERE amount = 999 AND note LIKE 'x%' ORDER BY id;
      -- name: sums
      SELECT customer % 100, sum(amount) FROM purchase GROUP BY 1;
      """;

  @TempDir static Path folder;
  private Shop shop;
  private Path workload;

  @BeforeAll
  void start() throws Exception {
    shop = Shop.open(folder, 100_000);
    workload = Files.writeString(folder.resolve("workload.sql"), WORKLOAD);
  }

  @AfterAll
  void stop() {
    shop.close();
  }

  private EmbeddedServer server() {
    return Objects.requireNonNull(shop.server.server());
  }

  private void control(String action, String... more) throws Exception {
    var command = new ArrayList<String>();
    command.add(Binaries.bundled().folder().resolve("bin").resolve("pg_ctl").toString());
    command.addAll(List.of(action, "--wait", "--pgdata=" + server().data()));
    command.addAll(List.of(more));
    var process =
        new ProcessBuilder(ServerUser.current().command(command))
            .directory(server().folder().toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("control.log").toFile())
            .start();
    assertThat(process.waitFor()).as(action).isZero();
  }

  private Process proven(String... arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add("dev.proven.cli.Main");
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    builder.environment().put("PGPASSWORD", "app-secret");
    builder.environment().put("XDG_STATE_HOME", folder.resolve("state").toString());
    var log = ProcessBuilder.Redirect.to(folder.resolve("log").toFile());
    return builder.redirectOutput(log).redirectError(log).start();
  }

  /** A run that has begun to measure on its copies. */
  private Process measuring(Path runs) throws Exception {
    var run =
        proven(
            "run",
            shop.url(),
            "--runs",
            runs.toString(),
            "--workload",
            workload.toString(),
            "--budget",
            "5m");
    while (run.isAlive() && !hasExperiment(runs)) {
      Thread.sleep(50);
    }
    assertThat(run.isAlive()).as(log()).isTrue();
    return run;
  }

  private static boolean hasExperiment(Path runs) {
    return Files.isDirectory(runs)
        && RunFolder.all(runs).stream().anyMatch(r -> !r.experimentsOnDisk().isEmpty());
  }

  private static String log() throws IOException {
    return Files.readString(folder.resolve("log"));
  }

  private String state() throws Exception {
    return shop.server.fingerprint()
        + shop.text("SELECT string_agg(datname, ' ' ORDER BY 1) FROM pg_database")
        + shop.text("SELECT string_agg(rolname, ' ' ORDER BY 1) FROM pg_roles");
  }

  @Test
  void aServerThatComesBackIsCleanedUpByTheRunItself() throws Exception {
    var before = state();
    var runs = folder.resolve("back");
    var run = measuring(runs);
    control("restart", "--mode=immediate", "--log=" + server().data().resolve("server.log"));
    assertThat(run.waitFor(3, TimeUnit.MINUTES)).isTrue();
    assertThat(run.exitValue()).as(log()).isEqualTo(4);
    assertThat(log())
        .contains("proven: ", "Everything that the run had made was taken back.")
        .doesNotContain("fault of Proven");
    assertThat(state()).isEqualTo(before);
    assertThat(Called.proven("undo", "--runs", runs.toString()).out())
        .contains("Nothing to take back");
  }

  @Test
  void whatIsLeftOnAServerThatStaysAwayIsTakenBackByUndo() throws Exception {
    var before = state();
    var runs = folder.resolve("away");
    var run = measuring(runs);
    control("stop", "--mode=immediate");
    assertThat(run.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(run.exitValue()).as(log()).isEqualTo(4);
    var left = RunFolder.all(runs).getLast();
    assertThat(log())
        .contains("What the run had made there is left", "proven undo " + left.root())
        .doesNotContain("fault of Proven");
    var log = "--log=" + server().data().resolve("server.log");
    control("start", log, "--options=-p " + server().port());
    assertThat(state()).as("the copies are still there").isNotEqualTo(before);
    var undo = proven("undo", "--runs", runs.toString(), left.id());
    assertThat(undo.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(undo.exitValue()).as(log()).isZero();
    assertThat(state()).isEqualTo(before);
  }
}
