package dev.proven.postgres.hint;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.CostedWorkload;
import dev.proven.core.Credentials;
import dev.proven.core.Progress;
import dev.proven.core.Proposal;
import dev.proven.core.Session;
import dev.proven.core.Workload;
import dev.proven.core.apply.Enactment;
import dev.proven.core.apply.Intent;
import dev.proven.core.experiment.Arm;
import dev.proven.core.experiment.Part;
import dev.proven.core.journal.Journal;
import dev.proven.postgres.PostgresKind;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.Sql;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * All of hints that a server without pg_hint_plan can show: that it is found missing, what the
 * planner would do otherwise, what that takes, and which text is sent. Whether a server obeys such
 * a text is not shown here.
 */
class HintOptimizerTest {
  private static final String SETUP =
      """
      CREATE TABLE person (id int NOT NULL, boss int NOT NULL, city int NOT NULL, zip int NOT NULL,
        land int NOT NULL);
      INSERT INTO person SELECT n, 1 + (n + 199) % 30000, n % 200, n % 200, n % 200
        FROM generate_series(1, 30000) n;
      """;

  private static final Part JOINED =
      new Part(
          "joined",
          "joined",
          "SELECT count(*) FROM person l JOIN person m ON m.boss = l.id WHERE l.city = 7 AND l.zip"
              + " = 7 AND l.land = 7 AND m.city = 7 AND m.zip = 7 AND m.land = 7",
          false,
          1);

  private static final Workload WORKLOAD = new Workload("test", List.of(JOINED), List.of());

  @TempDir private static Path folder;
  private static Session session = session(Path.of("."));
  private static PostgresTarget target;

  private static Session session(Path home) {
    var handlers =
        Map.of("postgres", new PostgresKind().undoHandler(Credentials.fromEnvironment()));
    return new Session(
        "t6" + Long.toHexString(System.nanoTime()),
        Journal.open(home.resolve("journal"), handlers),
        Progress.silent());
  }

  @BeforeAll
  @SuppressWarnings("MustBeClosedChecker") // closed after the last test
  static void start() throws Exception {
    session = session(Files.createDirectories(folder.resolve("j")));
    target = PostgresKind.openEmbedded(session, "town", c -> Sql.execute(c, SETUP));
  }

  @AfterAll
  static void stop() {
    target.close();
  }

  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // handed on to who asked
  private static Connection planner() throws SQLException {
    var connection = target.connect();
    Sql.execute(connection, "SET max_parallel_workers_per_gather = 0");
    connection.setAutoCommit(false);
    return connection;
  }

  @Test
  void aServerWithoutTheExtensionIsToldWhatItLacksAndNothingStandsInForIt() throws Exception {
    var before = target.fingerprint();
    var seen = new HintOptimizer().diagnose(target, WORKLOAD);
    assertThat(seen.proposals()).isEmpty();
    assertThat(seen.findings()).isEmpty();
    assertThat(seen.looked().getFirst()).contains("not installed", "session_preload_libraries");
    assertThat(seen.refused().getFirst().reason()).contains("not installed");
    assertThat(target.fingerprint()).isEqualTo(before);
    try (var connection = target.connect()) {
      Sql.execute(connection, "SET pg_hint_plan.enable_hint = on");
      assertThat(HintPlan.of(connection))
          .as("a setting of that name alone obeys no hint")
          .isEqualTo(HintPlan.NOT_INSTALLED);
    }
  }

  @Test
  void theOtherPlansOfAStatementAreFoundTheLikeliestFirst() throws Exception {
    try (var connection = planner()) {
      var switches = new Switches(connection);
      var others = switches.of(JOINED.text());
      assertThat(others.getFirst().without().setting()).isEqualTo("enable_nestloop");
      assertThat(others.getFirst().times()).isBetween(1.0, 1.1);
      assertThat(switches.plan(JOINED.text(), others.getFirst().without()).shape())
          .contains("Hash Join");
      assertThat(Sql.text(connection, "SHOW enable_nestloop"))
          .as("for a moment only")
          .contains("on");
      assertThat(switches.isObeyed(JOINED.text(), others.getFirst().without()))
          .as("this server has nothing that obeys")
          .isFalse();
    }
  }

  @Test
  void theTrialSeesWhatThatTakes() throws Exception {
    try (var connection = planner()) {
      var seen = new SwitchTrial(connection).of(JOINED.text(), Switch.ALL.getFirst(), 0.2);
      assertThat(seen.ratio()).as("%s", seen).isLessThan(0.3);
      assertThat(seen.isFaster()).isTrue();
    }
  }

  /** As on a server that obeys. */
  private static List<Proposal<PostgresTarget>> proposals() throws SQLException {
    try (var connection = planner()) {
      return HintDiagnosis.of("hints", WORKLOAD, target.texts(), connection).proposals();
    }
  }

  @Test
  void whatAServerDoesNotObeyIsDroppedHoweverFast() throws Exception {
    var proposals = proposals();
    try (var testbed = new HintOptimizer().testbed(target, session)) {
      assertThat(proposals.getFirst().id()).isEqualTo("joined.no-nestloop");
      assertThat(proposals.getFirst().risk()).contains("pg_hint_plan");
      var costed = new CostedWorkload(WORKLOAD, Map.of("joined", 0.2));
      var screening = new HintOptimizer().screen(testbed, proposals, costed, session);
      assertThat(screening.kept()).isEmpty();
      assertThat(screening.dropped().getFirst().reason())
          .startsWith("the server does not obey the hint, although in a quick trial");
      var before = testbed.target(Arm.B).fingerprint();
      testbed.put(proposals.getFirst().change());
      assertThat(testbed.target(Arm.B).fingerprint()).isNotEqualTo(before);
      assertThat(new HintOptimizer().affected(testbed, List.of(JOINED))).containsExactly("joined");
      assertThat(new HintOptimizer().suspects(testbed, proposals.subList(0, 1), List.of(JOINED)))
          .containsExactly("joined.no-nestloop");
      testbed.put(null);
      assertThat(testbed.target(Arm.B).fingerprint()).isEqualTo(before);
    }
  }

  @Test
  @SuppressWarnings("try") // closing twice is what is tested
  void theHintStandsInFrontOfWhateverIsSentAndGoesAgain() throws Exception {
    var change = new SendHinted(JOINED, "SELECT 2", Switch.ALL.getFirst());
    var texts = target.texts();
    texts.send("SELECT 2", JOINED.text());
    try (var undo = change.apply(target, session.journal())) {
      assertThat(texts.of(JOINED.text())).isEqualTo("/*+ Set(enable_nestloop off) */ SELECT 2");
      undo.close();
      assertThat(texts.of(JOINED.text())).isEqualTo("SELECT 2");
      undo.close();
    } finally {
      texts.sendAsWritten(JOINED.text());
    }
    assertThat(change.script()).contains("joined: send this text instead\n/*+ Set(");
    var enactment = new PostgresKind().enactment(target, Intent.of(change.records().getFirst()));
    assertThat(enactment).isInstanceOf(Enactment.ByHand.class);
    assertThat(enactment.toString()).contains("/*+ Set(enable_nestloop off) */ SELECT 2;");
    assertThat(Switches.canBeHinted(JOINED, "SELECT /*+ SeqScan(a) */ 1")).isFalse();
    assertThat(Switches.canBeHinted(new Part("w", "w", "DELETE", true, 1), "DELETE")).isFalse();
  }
}
