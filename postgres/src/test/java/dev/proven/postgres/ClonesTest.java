package dev.proven.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import dev.proven.core.Credentials;
import dev.proven.core.Problem;
import dev.proven.core.Progress;
import dev.proven.core.Session;
import dev.proven.core.experiment.Standing;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ClonesTest {
  private static TestServer server;

  @BeforeAll
  static void start() {
    server =
        TestServer.with(
            "CREATE TABLE item (id int PRIMARY KEY, name text);"
                + "INSERT INTO item SELECT i, 'n' || i FROM generate_series(1, 1000) i;"
                + "CREATE ROLE reader LOGIN PASSWORD 'r';"
                + "CREATE ROLE creator LOGIN CREATEDB PASSWORD 'c';"
                + "CREATE ROLE owner LOGIN CREATEDB PASSWORD 'o';"
                + "CREATE DATABASE owned OWNER owner;");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static PostgresTarget as(String role, String password, String database) {
    var login = Login.of(Address.parse(server.url(role, password, database)), noCredentials());
    return PostgresTarget.open(login, server.session, null);
  }

  private static Credentials noCredentials() {
    return new Credentials(null);
  }

  private static Problem refused(PostgresTarget target) {
    try (target) {
      return org.assertj.core.api.Assertions.catchThrowableOfType(
          Problem.class, () -> Clones.of(target, server.session).close());
    }
  }

  @Test
  void bothHaveTheSameRowsStatisticsAndSettings() throws Exception {
    server.execute("ALTER DATABASE shop SET search_path = public, \"$user\"");
    server.execute("ALTER DATABASE shop SET work_mem = '7MB'");
    server.execute("CREATE TABLE fresh AS SELECT generate_series(1, 500) AS n");
    try (var clones = Clones.of(server.target, server.session)) {
      assertThat(clones.a().name()).contains("/proven_" + server.session.runId() + "_a");
      assertThat(clones.b().name()).contains("_b");
      for (var clone : new PostgresTarget[] {clones.a(), clones.b()}) {
        assertThat(TestServer.text(clone, "SELECT count(*) FROM item")).isEqualTo("1000");
        assertThat(TestServer.text(clone, "SHOW work_mem")).isEqualTo("7MB");
        assertThat(TestServer.text(clone, "SHOW search_path")).isEqualTo("public, \"$user\"");
        var rows = "SELECT reltuples FROM pg_class WHERE relname = 'fresh'";
        assertThat(TestServer.text(clone, rows)).isEqualTo("500");
      }
      assertThat(statistics(clones.a())).isEqualTo(statistics(clones.b()));
    }
    assertThat(databases()).isZero();
  }

  private static String statistics(PostgresTarget target) throws SQLException {
    return TestServer.text(
        target,
        "SELECT string_agg(s::text, '|' ORDER BY tablename, attname) FROM pg_stats s"
            + " WHERE schemaname = 'public'");
  }

  private static long databases() throws SQLException {
    try (var connection = server.admin()) {
      return Sql.number(
          connection, "SELECT count(*) FROM pg_database WHERE datname LIKE 'proven%'");
    }
  }

  @Test
  void aRoleWithoutCreatedbIsToldWhatItNeeds() {
    var problem = refused(as("reader", "r", "shop"));
    assertThat(problem.kind()).isEqualTo(Problem.Kind.USAGE);
    assertThat(problem).hasMessageContaining("reader may not create databases");
    assertThat(problem.advice()).contains("ALTER ROLE \"reader\" CREATEDB");
  }

  @Test
  void aRoleThatIsNotTheOwnerIsToldSo() {
    assertThat(refused(as("creator", "c", "shop")))
        .hasMessageContaining("not its owner")
        .extracting(Problem::advice)
        .asString()
        .contains("OWNER TO \"creator\"");
  }

  @Test
  void anOwnerWhoIsNoSuperuserMayClone() throws Exception {
    try (var target = as("owner", "o", "owned");
        var clones = Clones.of(target, server.session)) {
      assertThat(clones.b().fingerprint()).isNotEmpty();
    }
    assertThat(databases()).isZero();
  }

  @Test
  void settingsThatTheRoleCannotSetAreLeftAwayAndNamed() throws Exception {
    server.execute("ALTER DATABASE owned SET log_min_duration_statement = 0");
    server.execute("ALTER DATABASE owned SET log_statement_stats = on");
    server.execute("ALTER DATABASE owned SET work_mem = '7MB'");
    var notes = new ArrayList<String>();
    var session = new Session(server.session.runId(), server.session.journal(), noting(notes));
    try (var target = as("owner", "o", "owned");
        var clones = Clones.of(target, session)) {
      assertThat(TestServer.text(clones.a(), "SHOW work_mem")).isEqualTo("7MB");
      assertThat(TestServer.text(clones.b(), "SHOW work_mem")).isEqualTo("7MB");
      assertThat(notes)
          .filteredOn(n -> n.contains("cannot set"))
          .singleElement()
          .asString()
          .contains("log_min_duration_statement, log_statement_stats ");
    } finally {
      server.execute("ALTER DATABASE owned RESET ALL");
    }
  }

  private static Progress noting(List<String> notes) {
    return new Progress() {
      @Override
      public void stage(String text) {}

      @Override
      public void note(String text) {
        notes.add(text);
      }

      @Override
      public void experiment(Standing standing) {}
    };
  }

  @Test
  void otherSessionsAreNamed() throws Exception {
    try (var other = server.admin()) {
      assertThat(other.isValid(1)).isTrue();
      var problem = refused(server.again(server.session));
      assertThat(problem).hasMessageContaining("1 x test as postgres");
      assertThat(problem.kind()).isEqualTo(Problem.Kind.USAGE);
      assertThat(problem.advice()).contains("Stop these applications");
    }
    assertThat(databases()).isZero();
  }

  @Test
  void aFullDiskIsToldAndLeavesNothing() {
    var full = new SQLException("could not extend file: No space left on device", "53100");
    assertThat(CloneNeeds.problem(server.target, full))
        .asInstanceOf(throwable(Problem.class))
        .hasMessageContaining("disk was full")
        .extracting(Problem::advice)
        .asString()
        .contains("Nothing was left behind");
    assertThat(CloneNeeds.noSpace(server.target, 5_000_000_000L, 1_000_000L))
        .hasMessageContaining("5000 MB")
        .hasMessageContaining("1 MB left");
  }

  @Test
  void longRunIdsAreCutToTheServersLimit() {
    assertThat(Clones.name("r".repeat(80), "_a")).hasSizeLessThanOrEqualTo(63).endsWith("_a");
    assertThat(Clones.name("r".repeat(80), "_a")).isNotEqualTo(Clones.name("s".repeat(80), "_a"));
  }

  @Test
  void aCloneWhoseMakerDiedIsGoneAfterUndo() throws Exception {
    server.execute("CREATE TABLE big AS SELECT repeat('x', 1000) FROM generate_series(1, 100000)");
    for (int millis : new int[] {0, 1, 5, 20, 60, 150, 400}) {
      cloneAndDie(millis);
      assertThat(databases()).as("killed after %s ms", millis).isZero();
    }
    server.execute("DROP TABLE big");
  }

  @SuppressWarnings("MustBeClosedChecker") // the record is left, as by a process that is gone
  private static void cloneAndDie(int millis) throws Exception {
    var session = TestServer.session();
    var folder = Path.of("target", "journals", session.runId() + "-dead");
    try (var target = server.again(session);
        var connection = target.connectForCloning()) {
      var name = Clones.name(session.runId(), "_a");
      var _ = TestServer.journal(folder).record(PostgresUndo.dropDatabase(target, name));
      var create = CompletableFuture.runAsync(() -> dying(connection, createLike(name)));
      Thread.sleep(millis);
      // What the server sees of kill -9: the socket is closed, and the command goes on.
      connection.abort(Runnable::run);
      var journal = TestServer.journal(folder);
      assertThat(journal.pending()).hasSize(1);
      assertThat(journal.undoAll()).isEmpty();
      assertThat(TestServer.journal(folder).pending()).isEmpty();
      create.join();
    }
  }

  private static String createLike(String name) {
    return "CREATE DATABASE " + Sql.identifier(name) + " TEMPLATE shop STRATEGY FILE_COPY";
  }

  @Test
  void undoTouchesNothingThatIsNotProvens() throws Exception {
    var record = PostgresUndo.dropDatabase(server.target, "shop");
    assertThatThrownBy(() -> new PostgresUndo(noCredentials()).undo(record))
        .hasMessageContaining("not a database that Proven has made");
  }

  @Test
  void anIndexIsTakenBackAlsoTwiceAndWithoutItsDatabase() throws Exception {
    var undo = new PostgresUndo(noCredentials());
    for (boolean concurrently : new boolean[] {false, true}) {
      var record = PostgresUndo.dropIndex(server.target, "public", "we\"ird", concurrently);
      server.execute("CREATE INDEX \"we\"\"ird\" ON item (name)");
      undo.undo(record);
      undo.undo(record);
      server.execute("CREATE INDEX \"we\"\"ird\" ON item (name); DROP INDEX \"we\"\"ird\"");
    }
    var gone = server.target.database("proven_gone", new TreeMap<>());
    undo.undo(PostgresUndo.dropIndex(gone, "public", "x", false));
  }

  @Test
  void undoDoesNotWaitForAMeasurementWhoseClientIsGone() throws Exception {
    var session = TestServer.session();
    try (var target = server.again(session);
        var measuring = target.connect();
        var waiting = target.connect();
        var idle = target.connect()) {
      server.execute("CREATE INDEX slow ON item (name)");
      waiting.setAutoCommit(false);
      Sql.execute(waiting, "SELECT count(*) FROM item");
      var orphan =
          CompletableFuture.runAsync(
              () -> dying(measuring, "SELECT count(*), pg_sleep(600) FROM item"),
              Thread::startVirtualThread);
      Thread.sleep(200);
      var record = PostgresUndo.dropIndex(target, "public", "slow", false);
      CompletableFuture.runAsync(() -> undo(record), Thread::startVirtualThread)
          .get(20, TimeUnit.SECONDS);
      orphan.get(20, TimeUnit.SECONDS);
      assertThat(idle.isValid(2)).as("an idle session of the run").isTrue();
    }
    try (var connection = server.admin()) {
      assertThat(Sql.text(connection, "SELECT to_regclass('slow')")).isEmpty();
    }
  }

  private static void undo(dev.proven.core.journal.UndoRecord record) {
    try {
      new PostgresUndo(noCredentials()).undo(record);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void dying(Connection connection, String sql) {
    try {
      Sql.execute(connection, sql);
    } catch (SQLException e) {
      // Ended from outside, as it should be.
    }
  }

  @Test
  void whoIsInTheWayOfAnUndoIsNamed() throws Exception {
    var undo = new PostgresUndo(noCredentials(), Duration.ofMillis(100));
    server.execute("CREATE INDEX slow ON item (name)");
    var record = PostgresUndo.dropIndex(server.target, "public", "slow", false);
    try (var other = server.admin()) {
      other.setAutoCommit(false);
      Sql.execute(other, "SELECT count(*) FROM item");
      assertThatThrownBy(() -> undo.undo(record))
          .hasMessageContaining("others are in the way: test as postgres (pid ")
          .hasMessageContaining("idle in transaction");
    }
    undo.undo(record);
  }

  @Test
  void anIndexWhoseMakerDiedIsGoneAfterUndo() throws Exception {
    server.execute(
        "CREATE TABLE heap AS SELECT md5(i::text) AS x FROM generate_series(1, 300000) i");
    var session = TestServer.session();
    try (var target = server.again(session);
        var connection = target.connectForChange()) {
      var create =
          CompletableFuture.runAsync(() -> dying(connection, "CREATE INDEX slow ON heap (x)"));
      Thread.sleep(50);
      connection.abort(Runnable::run);
      new PostgresUndo(noCredentials())
          .undo(PostgresUndo.dropIndex(target, "public", "slow", false));
      create.join();
    }
    try (var connection = server.admin()) {
      assertThat(Sql.text(connection, "SELECT to_regclass('slow')")).isEmpty();
    }
    server.execute("DROP TABLE heap");
  }
}
