package dev.proven.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proven.core.Credentials;
import dev.proven.core.Problem;
import dev.proven.core.journal.UndoRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedServerTest {
  @Test
  @SuppressWarnings("MustBeClosedChecker") // closed twice on purpose
  void isPrivateAndLeavesNothing() throws Exception {
    var session = TestServer.session();
    var server = EmbeddedServer.start(session, "a b", Binaries.bundled());
    try (server) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(server.folder())))
          .isEqualTo("rwx------");
      try (var connection = server.login("postgres").connect("t", Login.Mode.EXTENDED, "")) {
        assertThat(Sql.text(connection, "SHOW listen_addresses")).contains("127.0.0.1");
        assertThat(Sql.text(connection, "SHOW shared_preload_libraries"))
            .contains("pg_stat_statements");
      }
      assertThat(session.journal().pending()).hasSize(1);
      assertThatThrownBy(() -> EmbeddedServer.start(session, "a b", Binaries.bundled()))
          .isInstanceOf(Problem.class)
          .hasMessageContaining("is there already");
      assertThat(new ServerProcess(server.folder()).isAlive()).isTrue();
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
            try (var server = EmbeddedServer.start(session, "x", Binaries.bundled())) {
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
    var clone = PostgresUndo.dropDatabase(server.target, Clones.name(server.session.runId(), "_a"));
    var index = PostgresUndo.dropIndex(server.target, "public", "x", false);
    server.close();
    var undo = new PostgresUndo(Credentials.fromEnvironment());
    undo.undo(clone);
    undo.undo(index);
  }

  private static void refused(String folder) {
    var record =
        new UndoRecord(
            PostgresKind.ID, "stop-server", "x", new TreeMap<>(Map.of("folder", folder)));
    assertThatThrownBy(() -> new PostgresUndo(Credentials.fromEnvironment()).undo(record))
        .as(folder)
        .hasMessageContaining(folder);
    var index = new TreeMap<>(Map.of("server", folder, "database", "x"));
    var drop = new UndoRecord(PostgresKind.ID, "drop-index", "x", index);
    assertThatThrownBy(() -> new PostgresUndo(Credentials.fromEnvironment()).undo(drop))
        .as(folder)
        .hasMessageContaining(folder);
  }

  @Test
  void undoDeletesNoFolderThatProvenHasNotMade(@TempDir Path home) throws Exception {
    var tmp = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
    var work = Files.createDirectory(home.resolve("proven-work"));
    var below = Files.createTempDirectory(tmp, PrivateFolder.PREFIX);
    var link = tmp.resolve(below.getFileName() + "-link");
    try {
      Files.writeString(work.resolve("thesis"), "x");
      Files.writeString(below.resolve("thesis"), "x");
      Files.createSymbolicLink(link, work);
      refused(work.toString());
      refused(below.toString());
      refused(below + "/../" + below.getFileName());
      refused(link.toString());
      refused(tmp.toString());
      // The marker of another folder does not help.
      Files.writeString(below.resolve(".made-by-proven"), link + "\n");
      refused(below.toString());
      assertThat(work.resolve("thesis")).exists();
      assertThat(below.resolve("thesis")).exists();
    } finally {
      Files.deleteIfExists(link);
      PrivateFolder.delete(below);
    }
  }

  @Test
  void aDeletionThatWasInterruptedIsTakenUpAgain() throws Exception {
    var folder = PrivateFolder.named(TestServer.session().runId(), "x");
    PrivateFolder.create(folder);
    Files.writeString(folder.resolve("password"), "x");
    PrivateFolder.mustBeOurs(folder);
    var names = new java.util.ArrayList<String>();
    try (var files = Files.list(folder)) {
      files.map(f -> String.valueOf(f.getFileName())).sorted().forEach(names::add);
    }
    assertThat(names.getFirst()).as("is deleted last").isEqualTo(".made-by-proven");
    PrivateFolder.delete(folder);
    PrivateFolder.mustBeOurs(folder);
    Files.createDirectory(folder);
    PrivateFolder.mustBeOurs(folder);
    Files.delete(folder);
  }
}
