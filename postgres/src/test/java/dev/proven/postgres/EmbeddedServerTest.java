package dev.proven.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class EmbeddedServerTest {
  @Test
  @SuppressWarnings("MustBeClosedChecker") // closed twice on purpose
  void isPrivateAndLeavesNothing() throws Exception {
    var session = TestServer.session();
    var server = EmbeddedServer.start(session, "a b");
    try (server) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(server.folder())))
          .isEqualTo("rwx------");
      try (var connection = server.login("postgres").connect("t", Login.Mode.EXTENDED, "")) {
        assertThat(Sql.text(connection, "SHOW listen_addresses")).contains("127.0.0.1");
        assertThat(Sql.text(connection, "SHOW shared_preload_libraries"))
            .contains("pg_stat_statements");
      }
      assertThat(session.journal().pending()).hasSize(1);
    }
    server.close();
    assertThat(server.folder()).doesNotExist();
    assertThat(new ServerProcess(server.folder()).isAlive()).isFalse();
    assertThat(session.journal().pending()).isEmpty();
  }

  @Test
  void oneThatIsJustStartingIsFoundAndEnded() throws Exception {
    for (int millis : new int[] {50, 700, 1500}) {
      var session = TestServer.session();
      var folder = PrivateFolder.named(session.runId(), "x");
      var start =
          CompletableFuture.runAsync(() -> {
            try (var server = EmbeddedServer.start(session, "x")) {
              assertThat(server.port()).isPositive();
            } catch (RuntimeException e) {
              // It was ended while it started.
            }
          });
      Thread.sleep(millis);
      session.journal().seal();
      assertThat(session.journal().undoAll()).isEmpty();
      start.join();
      assertThat(folder).doesNotExist();
      assertThat(new ServerProcess(folder).isAlive()).isFalse();
    }
  }

  @Test
  void aDroppedDatabaseOfAServerThatIsGoneIsDone() throws Exception {
    var server = TestServer.with("SELECT 1");
    var clone = PostgresUndo.dropDatabase(server.target, "proven_x");
    var index = PostgresUndo.dropIndex(server.target, "public", "x", false);
    server.close();
    var undo = new PostgresUndo(dev.proven.core.Credentials.fromEnvironment());
    undo.undo(clone);
    undo.undo(index);
  }
}
