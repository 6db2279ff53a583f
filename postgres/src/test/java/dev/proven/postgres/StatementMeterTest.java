package dev.proven.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.proven.core.Problem;
import dev.proven.core.TargetSpec;
import dev.proven.core.watch.LoadMeter;
import dev.proven.core.watch.Reading;
import java.sql.Connection;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class StatementMeterTest {
  private static TestServer server;

  @BeforeAll
  static void start() {
    server =
        TestServer.with(
            "CREATE TABLE item (id int, n int); INSERT INTO item SELECT n, n FROM"
                + " generate_series(1, 100) n; CREATE ROLE app LOGIN PASSWORD 'a';"
                + "CREATE ROLE watcher LOGIN PASSWORD 'w'; GRANT pg_read_all_stats TO watcher");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static double calls(LoadMeter meter, Reading reading, String text) throws Exception {
    return meter.describe(reading.counts().keySet()).entrySet().stream()
        .filter(e -> e.getValue().text().startsWith(text))
        .mapToDouble(e -> count(reading.counts(), e.getKey()).calls())
        .sum();
  }

  private static Reading.Count count(Map<String, Reading.Count> counts, String id) {
    return counts.getOrDefault(id, new Reading.Count("", 0, 0));
  }

  @Test
  void callsAreCountedAndOurOwnAreNot() throws Exception {
    // What a superuser's session of ours does is not even recorded; this role's is.
    var spec = TargetSpec.of(server.url("watcher", "w", "shop"));
    try (var watcher = new PostgresKind().open(spec, TestServer.session());
        var meter = new PostgresKind().meter(watcher);
        Connection user = server.admin()) {
      double before = calls(meter, meter.read(), "SELECT * FROM item");
      for (int i = 0; i < 7; i++) {
        Sql.execute(user, "SELECT * FROM item WHERE id = " + i);
      }
      Sql.execute(user, "/* from the shop */ UPDATE item SET n = 3 WHERE id = 4");
      Sql.execute(user, "WITH x AS (UPDATE item AS i SET n = 4 WHERE id = 5 RETURNING *) TABLE x");
      Sql.execute(user, "SELECT * FROM item WHERE id = 9 FOR UPDATE");
      Sql.execute(user, "ALTER ROLE app PASSWORD 'never-shown'");
      var reading = meter.read();
      assertThat(calls(meter, reading, "SELECT * FROM item WHERE id = $1") - before).isEqualTo(8);
      var described = meter.describe(reading.counts().keySet()).values();
      assertThat(described).noneMatch(s -> s.text().contains("\"pg_stat_statements\""));
      assertThat(described).noneMatch(s -> s.text().contains("never-shown"));
      var ours = "SELECT count(*) FROM pg_stat_statements WHERE query LIKE '%" + Sql.MARK + "%'";
      assertThat(TestServer.text(server.target, ours)).isNotEqualTo("0");
      assertThat(described)
          .filteredOn(s -> s.text().contains("item") && s.write())
          .extracting(s -> s.text().split(" ", 2)[0])
          .contains("UPDATE", "WITH")
          .doesNotContain("SELECT");
    }
  }

  @Test
  void aResetIsAnotherEpoch() throws Exception {
    try (var meter = new PostgresKind().meter(server.target)) {
      var before = meter.read();
      assertThat(meter.read().epoch()).isEqualTo(before.epoch());
      server.execute("SELECT pg_stat_statements_reset()");
      assertThat(meter.read().epoch()).isNotEqualTo(before.epoch());
    }
  }

  /** The counts of one statement begin anew while the others go on. */
  @Test
  void aStatementThatWasForgottenIsKnownByItsOwnBeginning() throws Exception {
    try (var meter = new PostgresKind().meter(server.target)) {
      server.execute("SELECT sum(n) FROM item");
      var reading = meter.read();
      var id =
          meter.describe(reading.counts().keySet()).entrySet().stream()
              .filter(e -> e.getValue().text().equals("SELECT sum(n) FROM item"))
              .findFirst()
              .orElseThrow()
              .getKey();
      server.execute("SELECT pg_stat_statements_reset(0, 0, " + id + ")");
      server.execute("SELECT sum(n) FROM item; SELECT sum(n) FROM item");
      assertThat(count(meter.read().counts(), id).since())
          .isNotEqualTo(count(reading.counts(), id).since());
    }
  }

  @Test
  void aLostConnectionIsReplaced() throws Exception {
    try (var meter = new PostgresKind().meter(server.target)) {
      meter.read();
      server.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE"
              + " 'proven/%' AND state = 'idle'");
      org.assertj.core.api.Assertions.assertThatThrownBy(meter::read)
          .isInstanceOf(java.sql.SQLException.class);
      assertThat(meter.read().counts()).isNotEmpty();
    }
  }

  @Test
  void aRoleThatMayNotReadItIsToldWhatItNeeds() {
    try (var app =
        new PostgresKind()
            .open(TargetSpec.of(server.url("app", "a", "shop")), TestServer.session())) {
      var problem =
          catchThrowableOfType(
              Problem.class,
              () -> {
                try (var meter = new PostgresKind().meter(app)) {
                  meter.read();
                }
              });
      assertThat(problem.advice()).contains("GRANT pg_read_all_stats TO \"app\"");
    }
  }
}
