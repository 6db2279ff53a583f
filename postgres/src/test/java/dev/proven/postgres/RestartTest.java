package dev.proven.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.proven.core.Credentials;
import dev.proven.core.Problem;
import dev.proven.core.Progress;
import dev.proven.core.apply.Enactment;
import dev.proven.core.apply.Patience;
import dev.proven.core.journal.Journal;
import dev.proven.postgres.apply.Enactments;
import dev.proven.postgres.apply.NewIndex;
import java.io.File;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
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
