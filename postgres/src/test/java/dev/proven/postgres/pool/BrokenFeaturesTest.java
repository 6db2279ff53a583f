package dev.proven.postgres.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.journal.Undo;
import dev.proven.postgres.Bouncer;
import dev.proven.postgres.PoolServer;
import dev.proven.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the features of a session really do in transaction mode: two clients share one connection to
 * the server, and the second finds what the first has left in it.
 */
final class BrokenFeaturesTest {
  private static PoolServer server;
  private static Undo undo = () -> {};
  private static int port;

  /** What one client does, and what another then sees of it; on its own it would see nothing. */
  private record Leak(String done, String seen, String value) {
    static Leak of(SessionFeature feature) {
      return switch (feature) {
        case SET -> new Leak("SET work_mem = '7MB'", "SHOW work_mem", "7MB");
        case SET_CONFIG ->
            new Leak(
                "SELECT set_config('app.user', 'ann', false)",
                "SELECT current_setting('app.user')",
                "ann");
        case ADVISORY_LOCK ->
            new Leak("SELECT pg_advisory_lock(7)", "SELECT pg_try_advisory_lock(7)", "t");
        case LISTEN -> new Leak("LISTEN jobs", "SELECT pg_listening_channels()", "jobs");
        case TEMPORARY_TABLE ->
            new Leak("CREATE TEMP TABLE basket AS SELECT 42 AS a", "SELECT a FROM basket", "42");
        case HELD_CURSOR ->
            new Leak("DECLARE c CURSOR WITH HOLD FOR SELECT 43", "FETCH NEXT FROM c", "43");
        case PREPARE -> new Leak("PREPARE p AS SELECT 44", "EXECUTE p", "44");
        case LOAD -> new Leak("LOAD 'auto_explain'", "SHOW auto_explain.log_min_duration", "-1");
      };
    }
  }

  @BeforeAll
  @SuppressWarnings("MustBeClosedChecker") // closed after the last test
  static void start() throws Exception {
    server = PoolServer.start();
    try {
      undo = bouncer();
    } catch (Exception e) {
      server.close();
      throw e;
    }
    port = Bouncer.before(server.target()).orElseThrow().port();
  }

  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // closed after the last test
  private static Undo bouncer() throws Exception {
    var ini = Bouncers.ini(server.target(), 1, Map.of());
    var program = Bouncers.program().path();
    return Bouncer.start(server.target(), server.session().journal(), program, ini);
  }

  @AfterAll
  static void stop() {
    undo.close();
    server.close();
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @ParameterizedTest
  @EnumSource(SessionFeature.class)
  void aClientFindsWhatAnotherLeft(SessionFeature feature) throws SQLException {
    var leak = Leak.of(feature);
    assertThat(SessionFeature.in(leak.done())).contains(feature);
    try (var ann = server.client(server.port(), false);
        var bob = server.client(server.port(), false)) {
      execute(ann, leak.done());
      assertThat(seenAlone(bob, leak)).as("straight to the server").isNotEqualTo(leak.value());
    }
    try (var ann = server.client(port, false);
        var bob = server.client(port, false)) {
      execute(ann, leak.done());
      assertThat(Sql.text(bob, leak.seen())).contains(leak.value());
    }
  }

  private static String seenAlone(Connection connection, Leak leak) {
    try {
      return Sql.text(connection, leak.seen()).orElse("nothing");
    } catch (SQLException e) {
      return String.valueOf(e.getSQLState());
    }
  }

  /** pgjdbc calls the first statement that it prepares in a connection S_1. */
  @Test
  void preparedStatementsBreakBefore121AndOnlyThere() throws SQLException {
    try (var ann = server.client(port, true);
        var bob = server.client(port, true)) {
      assertThat(balance(ann, "SELECT balance FROM account WHERE id = ?")).isEqualTo(7);
      if (Bouncers.breaksPreparedStatements()) {
        assertThatThrownBy(() -> balance(bob, "SELECT balance + 1 FROM account WHERE id = ?"))
            .isInstanceOf(SQLException.class)
            .hasMessageContaining("prepared statement \"S_1\" already exists");
      } else {
        assertThat(balance(bob, "SELECT balance + 1 FROM account WHERE id = ?")).isEqualTo(8);
      }
    }
  }

  private static int balance(Connection connection, String sql) throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      statement.setInt(1, 7);
      try (var rows = statement.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      }
    }
  }
}
