package dev.proven.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.proven.core.Credentials;
import dev.proven.core.Problem;
import dev.proven.core.Progress;
import dev.proven.core.apply.Application;
import dev.proven.core.apply.AppliedFolder;
import dev.proven.core.apply.Enactment;
import dev.proven.core.apply.Patience;
import dev.proven.core.apply.Planned;
import dev.proven.core.journal.Journal;
import dev.proven.postgres.apply.Enactments;
import dev.proven.postgres.apply.NewIndex;
import dev.proven.postgres.whatif.Extension;
import java.io.File;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is restarted while something is changed in it, or its load is recorded. */
class RestartTest {
  @TempDir static Path folder;

  private static void restart(TestServer server) throws Exception {
    var data = server.server().folder().resolve("data").toString();
    var command =
        List.of(
            Binaries.bundled().program("pg_ctl").toString(),
            "restart",
            "--wait",
            "--mode=fast",
            "--pgdata=" + data,
            "--log=" + data + "/server.log");
    var log = new File("target/restart.log");
    var process =
        new ProcessBuilder(ServerUser.current().command(command))
            .directory(server.server().folder().toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.getAbsoluteFile())
            .start();
    assertThat(process.waitFor()).isZero();
  }

  /** The first of two changes is made already when the server is restarted during the second. */
  @Test
  void aRestartInTheMiddleOfAnApplyTakesAllOfItBack() throws Exception {
    try (var server =
            TestServer.with(
                "CREATE TABLE item AS SELECT n, n::text AS name FROM generate_series(1, 1000) n;"
                    + "CREATE TABLE other AS SELECT n FROM generate_series(1, 1000) n");
        var target = server.again(TestServer.session())) {
      var before = target.fingerprint();
      var password = new Credentials(server.server().folder().resolve("password"));
      var applied = new AppliedFolder(folder.resolve("applied"));
      var journal =
          Journal.open(applied.journal(), Map.of(PostgresKind.ID, new PostgresUndo(password)));
      var first = NewIndex.of("public", "other", "proven_o", "(n)").record();
      var second =
          NewIndex.of("public", "item", "proven_t", "USING gin (name public.gin_trgm_ops)")
              .needing(Optional.of(Extension.named("pg_trgm", "public")))
              .record();
      var plan =
          List.of(
              new Planned("first", "first", Enactments.of(target, first)),
              new Planned("second", "second", Enactments.of(target, second)));
      var application = new Application(applied, journal, Patience.standard(), Progress.silent());
      CompletableFuture<Problem> work;
      try (var busy = server.admin();
          var admin = server.admin()) {
        busy.setAutoCommit(false);
        Sql.execute(busy, "UPDATE item SET n = n WHERE n = 1");
        work =
            CompletableFuture.supplyAsync(() ->
                catchThrowableOfType(
                    Problem.class,
                    () ->
                        application.make(
                            plan,
                            _ -> {
                              throw new AssertionError("it was finished");
                            })));
        while (!Sql.isTrue(admin, "SELECT to_regclass('proven_t') IS NOT NULL")) {
          Thread.sleep(20);
        }
        assertThat(journal.pending()).hasSize(3);
        restart(server);
      }
      assertThat(work.join().what()).containsPattern("second could not be made: .*(57P01|08006)");
      assertThat(work.join().advice()).contains("Everything that was made was taken back");
      assertThat(journal.pending()).isEmpty();
      assertThat(applied.finished()).isEmpty();
      assertThat(target.fingerprint()).isEqualTo(before);
    }
  }

  @Test
  void aRestartInTheMiddleLeavesNothing() throws Exception {
    try (var server =
            TestServer.with("CREATE TABLE item AS SELECT n FROM generate_series(1, 1000) n");
        // As a server that somebody else has started: a private one that is down is gone for good.
        var target = server.again(TestServer.session());
        var meter = new PostgresKind().meter(target)) {
      var before = target.fingerprint();
      var reading = meter.read();
      var password = new Credentials(server.server().folder().resolve("password"));
      var journal =
          Journal.open(
              folder.resolve("journal"), Map.of(PostgresKind.ID, new PostgresUndo(password)));
      var index = NewIndex.of("public", "item", "proven_n", "(n)").record();
      var enactment = (Enactment.ByProven) Enactments.of(target, index);
      CompletableFuture<Problem> work;
      try (var busy = server.admin();
          var admin = server.admin()) {
        busy.setAutoCommit(false);
        Sql.execute(busy, "UPDATE item SET n = n WHERE n = 1");
        work =
            CompletableFuture.supplyAsync(() ->
                catchThrowableOfType(
                    Problem.class,
                    () ->
                        enactment.making().make(journal, Patience.standard(), Progress.silent())));
        while (!Sql.isTrue(admin, "SELECT to_regclass('proven_n') IS NOT NULL")) {
          Thread.sleep(20);
        }
        restart(server);
      }
      assertThat(work.join().what()).containsPattern("57P01|08006");
      assertThat(journal.pending()).isEmpty();
      assertThat(TestServer.text(target, "SELECT to_regclass('proven_n')")).isEmpty();
      assertThat(target.fingerprint()).isEqualTo(before);
      assertThatThrownBy(meter::read).isInstanceOf(SQLException.class);
      assertThat(meter.read().epoch()).isNotEqualTo(reading.epoch());
    }
  }
}
