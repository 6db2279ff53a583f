package dev.proven.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.core.Workload;
import dev.proven.core.evidence.RunFolder;
import dev.proven.core.experiment.Part;
import dev.proven.core.experiment.Verdict;
import dev.proven.core.sprint.TargetRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Runs on work of which some fails, answers anew each time, or is refused by the database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FailingStatementsTest {
  private static final String SETUP =
      """
      CREATE TABLE secret (id int PRIMARY KEY);
      CREATE TABLE visit (at timestamptz NOT NULL, who text NOT NULL);
      ALTER TABLE visit OWNER TO app;
      CREATE TABLE tick AS
        SELECT i AS id, now() + (i - 30000) * interval '3 ms' AS at FROM generate_series(1, 60000) i;
      ALTER TABLE tick OWNER TO app;
      CREATE TABLE guarded (id int PRIMARY KEY, tenant int NOT NULL);
      ALTER TABLE guarded OWNER TO app;
      ALTER TABLE guarded ENABLE ROW LEVEL SECURITY;
      ALTER TABLE guarded FORCE ROW LEVEL SECURITY;
      CREATE POLICY own ON guarded USING (tenant = 7) WITH CHECK (tenant = 7);
      CREATE FUNCTION angry() RETURNS int LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''not today''; END';
      CREATE FUNCTION visited(text) RETURNS bigint LANGUAGE plpgsql AS
        'BEGIN INSERT INTO visit VALUES (''2026-01-01'', $1); RETURN (SELECT count(*) FROM visit); END';
      CREATE FUNCTION spy() RETURNS int LANGUAGE plpgsql AS
        'BEGIN IF (SELECT count(*) FROM pg_index WHERE indrelid = ''purchase''::regclass) > 1 THEN
           RAISE EXCEPTION ''there is an index''; END IF; RETURN 1; END';
      VACUUM ANALYZE
      """;

  private static final String FAILING =
      """
      -- name: zero
      SELECT 1 / 0 FROM purchase;
      -- name: late_zero
      -- calls: 50
      SELECT 1 / (customer - 17) FROM purchase WHERE customer = 17;
      -- name: angry
      SELECT angry();
      -- name: secret
      SELECT * FROM secret;
      -- name: basket
      SELECT * FROM pg_temp.basket;
      -- name: other_tenant
      INSERT INTO guarded VALUES (1, 8);
      """;

  private static final String SOUND =
      """
      -- name: by_customer
      -- calls: 100
      SELECT * FROM purchase WHERE customer = 4711;
      -- name: own_tenant
      INSERT INTO guarded VALUES (1, 7);
      -- name: visited
      SELECT visited('me');
      -- name: drawn
      SELECT count(*) FROM tick WHERE random() < 0.5;
      -- name: recent
      SELECT count(*) FROM tick WHERE at > now() - interval '1 minute' AND at < now();
      -- name: where
      SELECT current_database(), count(*) FROM purchase WHERE customer = 5;
      """;

  @TempDir static Path folder;
  private Shop shop;

  @BeforeAll
  void start() throws Exception {
    shop = Shop.open(folder, 60_000);
    for (var sql : SETUP.strip().split(";\n", -1)) {
      shop.execute(sql);
    }
  }

  @AfterAll
  void stop() {
    shop.close();
  }

  private Called proven(String command, String name, String work) throws IOException {
    var file = Files.writeString(folder.resolve(name + ".sql"), work);
    var call =
        List.of(
            command,
            shop.url(),
            "--runs",
            folder.resolve(name).toString(),
            "--password-file",
            shop.passwordFile(),
            "--workload",
            file.toString(),
            "--optimizers",
            "indexes",
            "--budget",
            "90s",
            "--blocks",
            "12");
    return Called.proven(call.toArray(String[]::new));
  }

  private RunFolder only(String name) {
    return RunFolder.all(folder.resolve(name)).getLast();
  }

  private static TargetRecord target(RunFolder run) {
    return run.read().record().targets().getFirst();
  }

  private String state() throws Exception {
    return shop.server.fingerprint()
        + shop.text("SELECT string_agg(datname, ' ' ORDER BY 1) FROM pg_database")
        + shop.text("SELECT count(*) FROM visit")
        + shop.text("SELECT count(*) FROM guarded");
  }

  @Test
  void whatFailsIsLeftOutByNameAndTheRestIsProven() throws Exception {
    var before = state();
    var called = proven("run", "some", SOUND + FAILING);
    assertThat(called.code()).as(called.err()).isZero();
    var run = only("some");
    var target = target(run);
    assertThat(target.parts())
        .extracting(Part::id)
        .containsExactly("by_customer", "own_tenant", "visited", "drawn", "recent", "where");
    assertThat(target.leftOut())
        .extracting(Workload.LeftOut::title)
        .extracting(t -> t.substring(0, t.indexOf(' ')))
        .containsExactlyInAnyOrder(
            "zero", "late_zero", "angry", "secret", "basket", "other_tenant");
    assertThat(called.out())
        .contains("LEFT OUT OF THE WORKLOAD", "it fails: division by zero (SQLSTATE 22012)")
        .contains("not today (SQLSTATE P0001)", "permission denied for table secret")
        .contains("basket", "42P01", "row-level security", "42501");
    assertThat(Files.readString(run.root().resolve("report.html"))).contains("SQLSTATE 22012");
    assertThat(target.chosen()).as(called.out()).contains("purchase.customer");
    assertThat(state()).isEqualTo(before);
    var verified = Called.proven("verify", "--runs", folder.resolve("some").toString(), run.id());
    assertThat(verified.code()).as(verified.out()).isZero();
    varyingAnswersAreNamed(target, called.out());
  }

  private static void varyingAnswersAreNamed(TargetRecord target, String report) {
    assertThat(target.pilot().unstableAnswers()).containsExactly("drawn", "recent", "where");
    assertThat(target.notes())
        .anyMatch(n -> n.startsWith("The answers of drawn vary") && n.contains("calls random()"))
        .anyMatch(n -> n.startsWith("The answers of recent vary") && n.contains("calls now()"))
        .anyMatch(
            n -> n.startsWith("The answers of where vary") && n.contains("nothing was changed"));
    assertThat(report.replaceAll("\\s+", " ")).contains("its guardrail is time alone");
  }

  @Test
  void aPlanGoesOnAsWell() throws Exception {
    var before = state();
    var plan = proven("plan", "planned", SOUND + FAILING);
    assertThat(plan.code()).as(plan.err()).isZero();
    assertThat(plan.out())
        .contains("left out: basket", "secret could not be planned: ERROR: permission denied")
        .contains("purchase (customer)");
    assertThat(state()).isEqualTo(before);
  }

  @Test
  void whereNothingIsLeftThatIsToldAndNothingStays() throws Exception {
    var before = state();
    var wanted = "-- name: all_fail\nSELECT 1 / (customer - 17) FROM purchase WHERE customer = 17";
    var called = proven("run", "none", wanted);
    assertThat(called.code()).as(called.err()).isEqualTo(2);
    assertThat(called.err())
        .contains("holds nothing that can be measured", "all_fail", "22012")
        .doesNotContain("fault of Proven");
    assertThat(folder.resolve("none")).isEmptyDirectory();
    assertThat(state()).isEqualTo(before);
  }

  @Test
  void whatFailsOnlyWithTheChangeIsAWrongAnswer() throws Exception {
    var before = state();
    var spy = "-- name: spy\nSELECT spy();\n";
    var called = proven("run", "spied", spy + SOUND.substring(0, SOUND.indexOf(';') + 1));
    assertThat(called.code()).as(called.err()).isZero();
    var run = only("spied").read();
    var experiment =
        run.experiments().stream()
            .filter(e -> e.declaration().title().startsWith("The chosen set"))
            .findFirst()
            .orElseThrow();
    assertThat(experiment.judgement().verdict()).isEqualTo(Verdict.REGRESSED);
    assertThat(experiment.judgement().differentAnswers()).containsExactly("spy");
    assertThat(called.err()).contains("spy on the changed system: it fails: there is an index");
    assertThat(called.out()).contains("PIVOT");
    assertThat(state()).isEqualTo(before);
  }
}
