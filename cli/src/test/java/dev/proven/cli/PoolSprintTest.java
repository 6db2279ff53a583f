package dev.proven.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.core.evidence.RunFolder;
import dev.proven.core.experiment.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Sprints that prove a real PgBouncer, from the configuration to the report, or say why not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PoolSprintTest {
  private static final String SETUP =
      """
      CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL);
      INSERT INTO account SELECT i, i % 1000 FROM generate_series(1, 10000) i;
      """;
  private static final String ROOM = "ALTER SYSTEM SET max_connections = 200;\n";
  private static final String WORKLOAD = "SELECT balance FROM account WHERE id = 4711;";

  @TempDir static Path folder;

  @BeforeAll
  void write() throws IOException {
    Files.writeString(folder.resolve("setup.sql"), SETUP);
    Files.writeString(folder.resolve("roomy.sql"), ROOM + SETUP);
    Files.writeString(folder.resolve("workload.sql"), WORKLOAD);
  }

  private static Path config(String name, String clients, String program) throws IOException {
    return config(name, "setup.sql", clients, program);
  }

  private static Path config(String name, String setup, String clients, String program)
      throws IOException {
    return Files.writeString(
        folder.resolve(name + ".yaml"),
        """
        targets:
          - name: bank
            url: embedded
            setup: %s
            workload: workload.sql
            optimizers: [pooling]
            clients: %s
            pgbouncer: %s
        experiment:
          blocks: 12
          budget: 3m
        """
            .formatted(setup, clients, program));
  }

  private static Called run(Path config, Path runs) {
    return Called.proven("run", "--runs", runs.toString(), config.toString());
  }

  @Test
  void moreClientsThanConnectionsAreWorthABouncer() throws IOException {
    var runs = folder.resolve("exhaustion");
    var called =
        run(config("exhaustion", "{number: 150, prepared: false}", "{roundRobin: true}"), runs);
    assertThat(called.code()).as(called.err()).isZero();
    // A busy machine may leave the slowest transactions open, which is ITERATE.
    assertThat(called.out()).containsPattern("DECISION  (GO|ITERATE)").contains("capped");
    var run = RunFolder.all(runs).getLast();
    var target = run.read().record().targets().getFirst();
    assertThat(target.chosen()).containsExactly("pgbouncer");
    assertThat(target.fingerprintAfter()).isEqualTo(target.fingerprintBefore());
    assertThat(target.proposals().getFirst().script()).contains("server_round_robin = 1");
    var verified = Called.proven("verify", "--runs", runs.toString(), run.id());
    assertThat(verified.code()).as(verified.out()).isZero();
    assertThat(bouncers(run.id())).isEmpty();
  }

  @Test
  void aConnectionForEachTransactionIsWorthABouncer() throws IOException {
    var runs = folder.resolve("churn");
    var called = run(config("churn", "{number: 20, reconnect: true, prepared: false}", "{}"), runs);
    assertThat(called.code()).as(called.err()).isZero();
    assertThat(called.out()).contains("DECISION  GO");
    var target = RunFolder.all(runs).getLast().read().record().targets().getFirst();
    assertThat(target.chosen()).containsExactly("pgbouncer");
  }

  @Test
  void whoeverIsPooledAlreadyIsRefused() throws IOException {
    refuses("pooled", config("pooled", "{number: 90}", "{}"));
  }

  @Test
  void aHundredClientsThatStayConnectedAreRefusedWhereTheyFit() throws IOException {
    refuses("roomy", config("roomy", "roomy.sql", "{number: 100}", "{}"));
  }

  private static void refuses(String name, Path config) throws IOException {
    var runs = folder.resolve(name);
    var called = run(config, runs);
    assertThat(called.code()).as(called.err()).isZero();
    assertThat(called.out()).contains("PROPOSALS WITHOUT AN EXPERIMENT", "pooled already");
    var target = RunFolder.all(runs).getLast().read().record().targets().getFirst();
    assertThat(target.experiments()).isEmpty();
  }

  @Test
  void withoutAProgramItIsNotRun() throws IOException {
    var runs = folder.resolve("missing");
    var called = run(config("missing", "{number: 40, reconnect: true}", "{program: ./none}"), runs);
    assertThat(called.code()).as(called.err()).isZero();
    assertThat(called.out()).contains("NOT RUN", "There is no program", "apt-get install");
    var target = RunFolder.all(runs).getLast().read().record().targets().getFirst();
    assertThat(target.proposals().getFirst().verdict()).isEqualTo(Verdict.NOT_RUN);
    var plan =
        Called.proven("plan", "--runs", runs.toString(), folder.resolve("missing.yaml").toString());
    assertThat(plan.out()).contains("NOT RUN", "pool_mode = transaction");
  }

  @Test
  void clientsThatMakeNoSenseAreAUsageError() throws IOException {
    for (var wrong : List.of("{reconnect: true}", "{number: 0}", "{number: 5, rate: -1}")) {
      var called = run(config("wrong", wrong, "{}"), folder.resolve("wrong"));
      assertThat(called.code()).as(wrong).isEqualTo(2);
      assertThat(called.err()).contains("clients: ");
    }
    var unknown = run(config("unknown", "{numbr: 5}", "{}"), folder.resolve("wrong"));
    assertThat(unknown.err()).contains("line 7", "Did you mean number?");
  }

  @Test
  void afterKillAndUndoNeitherBouncerNorServerIsLeft() throws Exception {
    var runs = folder.resolve("killed");
    var config = config("killed", "{number: 20, reconnect: true, prepared: false}", "{}");
    var process = start(runs, "run", config.toString());
    try {
      await(process, runs);
    } finally {
      process.destroyForcibly().waitFor();
    }
    var id = RunFolder.all(runs).getLast().id();
    assertThat(bouncers(id)).as("what the killed run has left").isNotEmpty();
    var undo = start(runs, "undo");
    assertThat(undo.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(undo.exitValue()).as(log()).isZero();
    assertThat(bouncers(id)).isEmpty();
    assertThat(ProcessHandle.allProcesses().flatMap(p -> p.info().commandLine().stream()))
        .noneMatch(c -> c.contains("proven-" + id + "-"));
  }

  private static void await(Process process, Path runs) throws Exception {
    for (int i = 0; i < 1800 && process.isAlive(); i++) {
      if (Files.exists(runs) && RunFolder.all(runs).stream().anyMatch(r -> isBouncing(r.id()))) {
        return;
      }
      Thread.sleep(50);
    }
    throw new AssertionError("the run never came to its bouncer: " + log());
  }

  private static boolean isBouncing(String run) {
    try {
      return !bouncers(run).isEmpty();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The private folders of a run's bouncers. */
  private static List<String> bouncers(String run) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .map(f -> String.valueOf(f.getFileName()))
          .filter(n -> n.startsWith("proven-" + run + "-pgbouncer"))
          .toList();
    }
  }

  private static Process start(Path runs, String... arguments) throws IOException {
    var command =
        Stream.concat(
                Stream.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path")),
                    "dev.proven.cli.Main"),
                Stream.concat(Stream.of(arguments), Stream.of("--runs", runs.toString())))
            .toList();
    var builder = new ProcessBuilder(command);
    builder.environment().put("XDG_STATE_HOME", folder.resolve("state").toString());
    var log = ProcessBuilder.Redirect.appendTo(folder.resolve("log.txt").toFile());
    return builder.redirectOutput(log).redirectError(log).start();
  }

  private static String log() throws IOException {
    return Files.readString(folder.resolve("log.txt"));
  }
}
