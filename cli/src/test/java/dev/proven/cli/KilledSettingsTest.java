package dev.proven.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.core.Credentials;
import dev.proven.core.Progress;
import dev.proven.core.Session;
import dev.proven.core.journal.Journal;
import dev.proven.postgres.PostgresKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that prove settings, ended by kill -9 while a setting stands. */
final class KilledSettingsTest {
  private static final String SETUP =
      """
      ALTER SYSTEM SET shared_buffers = '1MB';
      CREATE TABLE item (id int PRIMARY KEY, name text NOT NULL);
      INSERT INTO item SELECT n, md5(n::text) FROM generate_series(1, 150000) n;
      SELECT pg_stat_force_next_flush();
      SELECT pg_stat_reset();
      """;

  /** What is missing is looked up in a hash only where work_mem holds it: many times as fast. */
  private static final String WORKLOAD =
      """
      -- name: sorted
      SELECT * FROM item ORDER BY name;
      -- name: all
      SELECT sum(length(name)) FROM item;
      -- name: missing
      SELECT count(*) FROM item
      WHERE id <= 30 AND name NOT IN (SELECT name || 'x' FROM item);
      """;

  @TempDir Path folder;

  private Process start(String... arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add("dev.proven.cli.Main");
    command.addAll(List.of(arguments));
    command.addAll(List.of("--runs", folder.resolve("runs").toString()));
    var builder = new ProcessBuilder(command);
    builder.environment().put("XDG_STATE_HOME", folder.resolve("state").toString());
    var log = ProcessBuilder.Redirect.appendTo(folder.resolve("log.txt").toFile());
    return builder.redirectOutput(log).redirectError(log).start();
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("log.txt"));
  }

  private void killAndUndo(Process process) throws Exception {
    process.destroyForcibly().waitFor();
    var undo = start("undo");
    assertThat(undo.waitFor(3, TimeUnit.MINUTES)).isTrue();
    assertThat(undo.exitValue()).as(log()).isZero();
  }

  private static Session session(Path journal) {
    var handlers =
        Map.of("postgres", new PostgresKind().undoHandler(Credentials.fromEnvironment()));
    return new Session(
        "killedset" + Long.toHexString(System.nanoTime()),
        Journal.open(journal, handlers),
        Progress.silent());
  }

  @Test
  void a_setting_of_a_clone_goes_with_it() throws Exception {
    var session = session(folder.resolve("server.jsonl"));
    try (var server =
        PostgresKind.openEmbedded(
            session,
            "shop",
            c -> {
              try (var statement = c.createStatement()) {
                for (var one : SETUP.split(";\\n", -1)) {
                  statement.execute(one);
                }
              }
            })) {
      var before = server.fingerprint();
      var password = Files.readString(serverFolder(session).resolve("password")).strip();
      var elsewhere = "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(server.address().port());
      var url =
          "postgresql://postgres:%s@127.0.0.1:%d/shop".formatted(password, server.address().port());
      var workload = Files.writeString(folder.resolve("workload.sql"), WORKLOAD);
      var run =
          start(
              "run",
              url,
              "--workload",
              workload.toString(),
              "--optimizers",
              "settings",
              "--budget",
              "2m");
      await(run, () -> settings(elsewhere, password) > 0);
      // The undo must find the way in by itself.
      Files.writeString(folder.resolve("secret"), password + "\n");
      run.destroyForcibly().waitFor();
      assertThat(settings(elsewhere, password)).isPositive();
      var undo = start("undo", "--password-file", folder.resolve("secret").toString());
      assertThat(undo.waitFor(3, TimeUnit.MINUTES)).isTrue();
      assertThat(undo.exitValue()).as(log()).isZero();
      assertThat(settings(elsewhere, password)).isZero();
      assertThat(server.fingerprint()).isEqualTo(before);
    }
  }

  private static Path serverFolder(Session session) {
    return Path.of(session.journal().pending().getFirst().undo().field("folder"));
  }

  /** Settings that some database has been given. A session in the shop would hinder its cloning. */
  private static long settings(String elsewhere, String password) throws SQLException {
    try (var connection = DriverManager.getConnection(elsewhere, "postgres", password);
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT count(*) FROM pg_db_role_setting WHERE setdatabase <> 0")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Test
  void private_servers_end_and_their_folders_are_deleted() throws Exception {
    Files.writeString(folder.resolve("workload.sql"), WORKLOAD);
    Files.writeString(folder.resolve("setup.sql"), SETUP);
    var config =
        Files.writeString(
            folder.resolve("sprint.yaml"),
            "targets: [{url: embedded, setup: setup.sql, workload: workload.sql,"
                + " optimizers: [server-memory]}]\n");
    var run = start("run", config.toString(), "--budget", "3m");
    await(run, () -> changed(run.pid()));
    killAndUndo(run);
    assertThat(folders()).as(log()).isEmpty();
    assertThat(ProcessHandle.allProcesses().filter(this::isOurs)).isEmpty();
  }

  /** Whether a private copy stands with a setting of its own. */
  private boolean changed(long pid) throws IOException {
    for (Path server : folders()) {
      var file = server.resolve("data/postgresql.auto.conf");
      var name = String.valueOf(server.getFileName());
      if (name.contains("-b_") && Files.isReadable(file) && pid > 0) {
        return !Files.readString(file).contains("shared_buffers = '1MB'");
      }
    }
    return false;
  }

  private List<Path> folders() throws IOException {
    try (var runs = Files.list(folder.resolve("runs"))) {
      var ids = runs.map(r -> String.valueOf(r.getFileName())).toList();
      try (var all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
        return all.filter(f ->
                ids.stream().anyMatch(id -> f.getFileName().toString().startsWith("proven-" + id)))
            .toList();
      }
    } catch (java.nio.file.NoSuchFileException e) {
      return List.of();
    }
  }

  private boolean isOurs(ProcessHandle process) {
    try (var runs = Files.list(folder.resolve("runs"))) {
      var command = process.info().commandLine().orElse("");
      return command.contains("postgres")
          && runs.anyMatch(r -> command.contains("proven-" + r.getFileName()));
    } catch (IOException e) {
      return false;
    }
  }

  private interface Sight {
    boolean seen() throws Exception;
  }

  private void await(Process process, Sight sight) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
    while (!sight.seen()) {
      assertThat(process.isAlive()).as(log()).isTrue();
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.sleep(20);
    }
  }
}
