package dev.proven.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proven.core.Problem;
import dev.proven.core.experiment.Arm;
import dev.proven.core.experiment.Observation;
import dev.proven.core.experiment.Part;
import dev.proven.core.experiment.Slot;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class StatementLaunchTest {
  private static final Slot SLOT = new Slot(1, 1, false, 1, Duration.ofSeconds(60));
  private static final Slot SHORT = new Slot(1, 1, false, 1, Duration.ofMillis(200));
  private static TestServer server;

  @BeforeAll
  static void start() {
    server =
        TestServer.with(
            "CREATE TABLE item (id int PRIMARY KEY, x float8);"
                + "INSERT INTO item SELECT i, i / 3.0 FROM generate_series(1, 5000) i");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Part read(String sql) {
    return new Part("Q", "Q", sql, false, 1);
  }

  private static Observation run(boolean cpu, Slot slot, Part part) throws Exception {
    try (var launch = StatementLaunch.launch(server.target, cpu)) {
      return launch.run(part, slot);
    }
  }

  private static double sample(Observation seen, String name) {
    return Objects.requireNonNull(seen.samples().get(name))[0];
  }

  private static String answer(String sql) throws Exception {
    return run(true, SLOT, read(sql)).answer();
  }

  @Test
  void measuresCpuAndWallTime() throws Exception {
    var seen = run(true, SLOT, read("SELECT sum(i) FROM generate_series(1, 300000) i"));
    assertThat(seen.samples()).containsOnlyKeys("cpu", "wall");
    assertThat(sample(seen, "cpu")).isPositive();
    assertThat(seen.capped()).isFalse();
    assertThat(run(false, SLOT, read("SELECT 1")).samples()).containsOnlyKeys("wall");
  }

  @Test
  void answersAreEqualInAnyOrderAndDifferWithAnyRow() throws Exception {
    var answer = answer("SELECT id, x FROM item ORDER BY id");
    assertThat(answer("SELECT id, x FROM item ORDER BY id DESC")).isEqualTo(answer);
    assertThat(answer("SELECT id, x + 1e-13 AS x FROM item")).isEqualTo(answer);
    assertThat(answer("SELECT id, x FROM item WHERE id > 1")).isNotEqualTo(answer);
    assertThat(answer("SELECT id, x + 0.001 AS x FROM item")).isNotEqualTo(answer);
    assertThat(answer("SELECT id AS other, x FROM item")).isNotEqualTo(answer);
    assertThat(answer("SELECT id, x FROM item UNION ALL SELECT 1, x FROM item WHERE id = 1"))
        .isNotEqualTo(answer);
    assertThat(answer("SELECT NULL::text")).isNotEqualTo(answer("SELECT ''::text"));
    assertThat(answer("SELECT 'NaN'::float8, '-Infinity'::float4, '-0'::float8")).isNotBlank();
  }

  @Test
  void aWriteIsRolledBack() throws Exception {
    var write = new Part("W", "W", "UPDATE item SET x = 0 WHERE id <= 10", true, 1);
    assertThat(run(true, SLOT, write).answer()).isEqualTo("10 rows changed");
    var returning = new Part("R", "R", "DELETE FROM item RETURNING id", true, 1);
    assertThat(run(true, SLOT, returning).answer()).startsWith("5000 rows ");
    assertThat(answer("SELECT 1 FROM item WHERE x = 0")).startsWith("0 rows ");
  }

  @Test
  void aCappedStatementLeavesTheConnectionUsable() throws Exception {
    var endless = read("SELECT count(*) FROM generate_series(1, 100000000000) i");
    var manyRows = read("SELECT i, repeat('x', 100) FROM generate_series(1, 100000000) i");
    for (boolean cpu : new boolean[] {true, false}) {
      try (var launch = StatementLaunch.launch(server.target, cpu)) {
        for (var part : new Part[] {endless, manyRows, endless}) {
          var seen = launch.run(part, SHORT);
          assertThat(seen.capped()).isTrue();
          assertThat(seen.answer()).isEmpty();
          assertThat(sample(seen, cpu ? "cpu" : "wall")).isGreaterThanOrEqualTo(0.2);
          assertThat(launch.run(read("SELECT 1"), SHORT).capped()).isFalse();
        }
      }
    }
  }

  @Test
  void sleepingIsCutOffByTheWall() throws Exception {
    var seen = run(true, SHORT, read("SELECT pg_sleep(600)"));
    assertThat(seen.capped()).isTrue();
    assertThat(sample(seen, "cpu")).as("no more than it has used").isBetween(0.0, 0.2);
  }

  @Test
  void aFailureOfTheStatementsOwnIsSeenAndNotThrown() throws Exception {
    try (var launch = StatementLaunch.launch(server.target, true)) {
      var seen = launch.run(read("SELECT 1 / 0"), SLOT);
      assertThat(seen.isFailure()).isTrue();
      assertThat(seen.failure()).isEqualTo("it fails: division by zero (SQLSTATE 22012)");
      assertThat(seen.answer()).isEqualTo("fails with SQLSTATE 22012");
      assertThat(seen.samples()).containsOnlyKeys("cpu", "wall");
      var warmUp = new Slot(1, 1, true, 1, Duration.ofSeconds(60));
      assertThat(launch.run(read("SELECT 1 / 0"), warmUp).isFailure()).isFalse();
      assertThat(launch.run(read("SELECT '{fn x}', 'a?b'"), SLOT).answer()).startsWith("1 rows");
    }
  }

  @Test
  void aWriteThatBreaksAConstraintIsNoFailure() throws Exception {
    var twice = new Part("W", "W", "INSERT INTO item VALUES (1, 0)", true, 1);
    var seen = run(true, SLOT, twice);
    assertThat(seen.answer()).contains("23505");
    assertThat(seen.isFailure()).isFalse();
  }

  @Test
  void aSessionThatIsEndedIsNoFailureOfTheStatement() throws Exception {
    var ends = read("SELECT pg_terminate_backend(pg_backend_pid())");
    assertThatThrownBy(() -> run(true, SLOT, ends))
        .hasMessageContaining("Statement Q failed")
        .hasMessageContaining("57P01")
        .satisfies(e ->
            assertThat(new PostgresKind().explain((Exception) e))
                .hasValueSatisfying(p -> {
                  assertThat(p.kind()).isEqualTo(Problem.Kind.UNREACHABLE);
                  assertThat(p.what()).contains("went away in the middle of the work");
                }));
  }

  @Test
  void bothClonesAnswerAlikeAndAreDropped() throws Exception {
    var before = server.target.fingerprint();
    try (var testbed = StatementTestbed.sideBySideClones(server.target, server.session)) {
      var part = read("SELECT * FROM item");
      try (var a = testbed.launch(Arm.A, null);
          var b = testbed.launch(Arm.B, null)) {
        assertThat(a.run(part, SLOT).answer()).isEqualTo(b.run(part, SLOT).answer());
      }
      assertThat(server.session.journal().pending()).hasSize(3);
    }
    assertThat(server.session.journal().pending()).hasSize(1);
    assertThat(server.target.fingerprint()).isEqualTo(before);
  }
}
