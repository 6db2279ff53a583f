package dev.proven.postgres.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proven.core.Clients;
import dev.proven.core.experiment.Arm;
import dev.proven.core.experiment.Observation;
import dev.proven.core.experiment.Part;
import dev.proven.core.experiment.Slot;
import dev.proven.core.experiment.Testbed;
import dev.proven.postgres.Entrance;
import dev.proven.postgres.PoolServer;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.Sql;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Loads on both arms, against a real server with 100 connections. */
final class PoolLaunchTest {
  private static final Slot SLOT = new Slot(1, 1, false, 1, Duration.ofSeconds(4));
  private static final String READ = "SELECT balance FROM account WHERE id = 4711";
  private static PoolServer server;

  @BeforeAll
  static void start() {
    server = PoolServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Part part(Clients clients, String... statements) {
    var called = java.util.Arrays.stream(statements).map(s -> new LoadScript.Called(s, 1)).toList();
    return new LoadScript(new Use(clients, "a test"), called).part(Situation.CHURN);
  }

  private static double[] samples(Observation seen, String name) {
    return Objects.requireNonNull(seen.samples().get(name));
  }

  private static double errors(Observation seen) {
    return samples(seen, Observed.ERRORS)[0];
  }

  private record Both(Observation direct, Observation bounced) {}

  private static Both play(Part part) throws Exception {
    var change =
        new StartBouncer(Bouncers.program().path(), Bouncers.ini(server.target(), 10, Map.of()));
    try (Testbed<PostgresTarget> testbed =
        new PoolOptimizer().testbed(server.target(), server.session())) {
      Observation direct;
      try (var launch = testbed.launch(Arm.A, change)) {
        direct = launch.run(part, SLOT);
      }
      try (var launch = testbed.launch(Arm.B, change)) {
        return new Both(direct, launch.run(part, SLOT));
      }
    }
  }

  private static void assertLeftAlone() throws SQLException, InterruptedException {
    for (int i = 0; i < 100 && sessions() > 0; i++) {
      Thread.sleep(50);
    }
    assertThat(sessions()).isZero();
  }

  private static long sessions() throws SQLException {
    try (var connection = server.target().connect()) {
      return Sql.number(
          connection,
          "SELECT count(*) FROM pg_stat_activity WHERE application_name = ?",
          Entrance.application(server.target()));
    }
  }

  @Test
  void bothArmsServeClientsWhoConnectEachTimeAndAnswerTheSame() throws Exception {
    var before = server.target().fingerprint();
    for (var rate : new Double[] {null, 50.0}) {
      var both =
          play(part(new Clients(8, true, rate, false), READ, "SELECT count(*) FROM account"));
      for (var seen : List.of(both.direct(), both.bounced())) {
        assertThat(errors(seen)).isZero();
        assertThat(seen.capped()).isFalse();
        assertThat(samples(seen, Observed.LATENCY)).isNotEmpty();
        assertThat(samples(seen, Observed.TRANSACTION)).hasSize(rate == null ? 8 : 100);
      }
      assertThat(both.direct().answer()).isEqualTo(both.bounced().answer());
    }
    assertThat(server.target().fingerprint()).isEqualTo(before);
    assertLeftAlone();
  }

  @Test
  void clientsThatTheServerRefusesCountAtTheCapAndAreServedByTheBouncer() throws Exception {
    for (var rate : new Double[] {null, 400.0}) {
      var both = play(part(new Clients(150, false, rate, false), READ));
      assertThat(errors(both.direct())).isBetween(20.0, 60.0);
      assertThat(both.direct().capped()).isTrue();
      assertThat(samples(both.direct(), Observed.TRANSACTION)).contains(4.0);
      assertThat(errors(both.bounced())).isZero();
      assertThat(both.bounced().capped()).isFalse();
      assertThat(both.direct().answer()).isEqualTo(both.bounced().answer());
    }
    assertLeftAlone();
  }

  @Test
  void preparedStatementsFailOnArmBWhereTheBouncerBreaksThem() throws Exception {
    var two = new String[] {READ, "SELECT balance FROM account WHERE id = 4712"};
    var both = play(part(new Clients(20, false, null, true), two));
    assertThat(errors(both.direct())).isZero();
    assertThat(both.bounced().capped()).isEqualTo(Bouncers.breaksPreparedStatements());
  }

  @Test
  void aStatementThatWritesIsNotPlayedAndFailsAlike() throws Exception {
    server.execute(
        "CREATE OR REPLACE FUNCTION pay() RETURNS int LANGUAGE sql VOLATILE AS"
            + " 'UPDATE account SET balance = 0 RETURNING 1'");
    var both = play(part(new Clients(4, true, null, false), "SELECT pay()", READ));
    assertThat(errors(both.direct()) + errors(both.bounced())).isZero();
    assertThat(both.direct().answer()).isEqualTo(both.bounced().answer());
    try (var connection = server.target().connect()) {
      assertThat(Sql.number(connection, "SELECT count(*) FROM account WHERE balance > 0"))
          .isPositive();
    }
    assertThatThrownBy(() -> play(part(new Clients(4, true, null, false), "SELECT pay()")))
        .hasMessageContaining("only reads")
        .hasMessageContaining("read-only transaction");
  }
}
