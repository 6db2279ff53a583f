package dev.proven.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proven.core.Credentials;
import dev.proven.core.Problem;
import dev.proven.core.experiment.Arm;
import dev.proven.core.journal.UndoRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Settings are taken back exactly, also when the process that made them is gone. */
class SettingUndoTest {
  private static TestServer server;

  @BeforeAll
  static void start() {
    server =
        TestServer.with(
            "CREATE TABLE item (id int PRIMARY KEY, name text);"
                + "INSERT INTO item SELECT i, 'n' || i FROM generate_series(1, 1000) i");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String shown(PostgresTarget target, String setting) throws SQLException {
    return TestServer.text(target, "SHOW " + setting);
  }

  private static PostgresUndo undo() {
    return new PostgresUndo(new Credentials(null));
  }

  @Test
  void aDatabaseGetsBackWhatItHad() throws Exception {
    var before = server.target.fingerprint();
    try (var _ = DatabaseSetting.set(server.target, "work_mem", "9MB", server.session.journal())) {
      assertThat(shown(server.target, "work_mem")).isEqualTo("9MB");
    }
    assertThat(server.target.fingerprint()).isEqualTo(before);
    server.execute("ALTER DATABASE shop SET random_page_cost = '3.5'");
    var own = server.target.fingerprint();
    try (var _ =
        DatabaseSetting.set(server.target, "random_page_cost", "2", server.session.journal())) {
      assertThat(shown(server.target, "random_page_cost")).isEqualTo("2");
    }
    assertThat(server.target.fingerprint()).isEqualTo(own);
    server.execute("ALTER DATABASE shop RESET random_page_cost");
  }

  @Test
  void aSettingWhoseMakerDiedIsGoneAfterUndo() throws Exception {
    for (int millis : new int[] {0, 1, 3, 10}) {
      var session = TestServer.session();
      try (var target = server.again(session);
          var connection = target.connectForChange()) {
        var folder = Path.of("target", "journals", session.runId() + "-dead");
        leave(folder, PostgresUndo.setInDatabase(target, "jit", Optional.empty()));
        var statement = DatabaseSetting.statement("shop", "jit", Optional.of("off"));
        var change = CompletableFuture.runAsync(() -> dying(connection, statement));
        Thread.sleep(millis);
        connection.abort(Runnable::run);
        assertThat(TestServer.journal(folder).undoAll()).isEmpty();
        change.join();
        assertThat(TestServer.journal(folder).pending()).isEmpty();
      }
      assertThat(shown(server.target, "jit")).isEqualTo("on");
    }
  }

  @SuppressWarnings("MustBeClosedChecker") // the record is left, as by a process that is gone
  private static void leave(Path folder, UndoRecord record) {
    var _ = TestServer.journal(folder).record(record);
  }

  private static void dying(Connection connection, String sql) {
    try {
      Sql.execute(connection, sql);
    } catch (SQLException e) {
      // Ended from outside, as it should be.
    }
  }

  @Test
  void aDatabaseThatIsGoneIsNoHarm() throws Exception {
    var gone = server.target.database("proven_gone", new TreeMap<>());
    undo().undo(PostgresUndo.setInDatabase(gone, "work_mem", Optional.of("4MB")));
  }

  @Test
  void aJournalCannotSetWhatProvenNeverSets() {
    var record =
        PostgresUndo.setInDatabase(
            server.target, "session_preload_libraries", Optional.of("/tmp/evil"));
    assertThatThrownBy(() -> undo().undo(record))
        .hasMessageContaining("not a setting that Proven changes");
    var elsewhere = new TreeMap<>(Map.of("setting", "shared_buffers", "server", "/etc"));
    var other = new UndoRecord("postgres", PostgresUndo.SET_IN_PRIVATE_SERVER, "x", elsewhere);
    assertThatThrownBy(() -> undo().undo(other)).hasMessageContaining("not a folder that Proven");
  }

  @Test
  void aPrivateServerIsRestartedWithASettingAndWithoutIt() throws Exception {
    var before = server.target.fingerprint();
    try (var undo =
        PrivateSetting.set(
            server.target, "shared_buffers", "16MB", true, server.session.journal())) {
      assertThat(undo).isNotNull();
      assertThat(shown(server.target, "shared_buffers")).isEqualTo("16MB");
    }
    assertThat(server.target.fingerprint()).isEqualTo(before);
  }

  @Test
  @SuppressWarnings("MustBeClosedChecker") // nothing is made
  void aValueThatTheServerRefusesChangesNothing() throws Exception {
    var before = server.target.fingerprint();
    var journal = server.session.journal();
    int pending = journal.pending().size();
    assertThatThrownBy(
            () -> PrivateSetting.set(server.target, "shared_buffers", "900TB", true, journal))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("refuses shared_buffers = 900TB");
    assertThat(server.target.fingerprint()).isEqualTo(before);
    assertThat(journal.pending()).hasSize(pending);
  }

  /** The program takes it, and the machine has not so much memory. */
  @Test
  @SuppressWarnings("MustBeClosedChecker") // nothing is left
  void aServerThatDoesNotStartWithAValueRunsOnWithoutIt() throws Exception {
    var before = server.target.fingerprint();
    var journal = server.session.journal();
    int pending = journal.pending().size();
    assertThatThrownBy(
            () -> PrivateSetting.set(server.target, "shared_buffers", "7TB", true, journal))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("does not start with shared_buffers = 7TB");
    assertThat(server.target.fingerprint()).isEqualTo(before);
    assertThat(journal.pending()).hasSize(pending);
  }

  @Test
  void twoPrivateServersHaveTheSameRowsAndAreGoneAfterwards() throws Exception {
    var before = server.target.fingerprint();
    Path folder;
    try (var testbed = ClusterTestbed.ofStatements(server.target, server.session)) {
      var a = testbed.target(Arm.A);
      var b = testbed.target(Arm.B);
      folder = java.util.Objects.requireNonNull(b.server()).folder();
      assertThat(a.address().port()).isNotEqualTo(b.address().port());
      assertThat(TestServer.text(a, "SELECT count(*) FROM item")).isEqualTo("1000");
      assertThat(TestServer.text(b, "SELECT count(*) FROM item")).isEqualTo("1000");
      try (var _ =
          PrivateSetting.set(b, "shared_buffers", "16MB", true, server.session.journal())) {
        assertThat(shown(b, "shared_buffers")).isEqualTo("16MB");
        assertThat(shown(a, "shared_buffers")).isNotEqualTo("16MB");
      }
    }
    assertThat(folder).doesNotExist();
    assertThat(server.target.fingerprint()).isEqualTo(before);
    assertThat(server.session.journal().pending()).hasSize(1);
  }

  @Test
  @SuppressWarnings({"MustBeClosedChecker", "resource"}) // left as by a process that is gone
  void privateServersWhoseMakerDiedAreGoneAfterUndo() throws Exception {
    var session = TestServer.session();
    var own = EmbeddedServer.start(session, "own", Binaries.bundled());
    var target = PostgresTarget.open(own.login("postgres"), session, own);
    var testbed = ClusterTestbed.ofLoad(target, session);
    var b = testbed.target(Arm.B);
    var _ = PrivateSetting.set(b, "max_wal_size", "64MB", false, session.journal());
    var _ = PrivateSetting.set(b, "shared_buffers", "16MB", true, session.journal());
    var left = TestServer.journal(Path.of("target", "journals", session.runId()));
    assertThat(left.pending()).hasSize(5);
    var folder = java.util.Objects.requireNonNull(b.server()).folder();
    assertThat(left.undoAll()).isEmpty();
    assertThat(left.pending()).isEmpty();
    assertThat(folder).doesNotExist();
    assertThat(own.folder()).doesNotExist();
  }

  @Test
  void aServerThatDoesNotRunIsResetOnDisk() throws Exception {
    var folder = Files.createTempDirectory("auto");
    var file = Files.createDirectories(folder.resolve("data")).resolve("postgresql.auto.conf");
    Files.writeString(file, "# by hand\nshared_buffers = '1GB'\nwork_mem = '8MB'\n");
    ServerControl.setOffline(folder, "shared_buffers", Optional.empty());
    assertThat(Files.readString(file)).isEqualTo("# by hand\nwork_mem = '8MB'\n");
    ServerControl.setOffline(folder, "work_mem", Optional.of("4MB"));
    assertThat(Files.readString(file)).isEqualTo("# by hand\nwork_mem = '4MB'\n");
  }
}
