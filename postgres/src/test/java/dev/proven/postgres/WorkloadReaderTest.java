package dev.proven.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proven.core.Credentials;
import dev.proven.core.Problem;
import dev.proven.core.Workload;
import dev.proven.core.experiment.Part;
import dev.proven.core.experiment.Slot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class WorkloadReaderTest {
  private static final String SETUP =
      """
      CREATE TABLE customer (id int PRIMARY KEY, name varchar(20) NOT NULL, country char(2),
        born date, balance float8);
      INSERT INTO customer SELECT i, 'Name ' || i, (ARRAY['DE','FR','PL'])[i % 3 + 1],
        date '1950-01-01' + i * 10, i * 1.5 FROM generate_series(1, 2000) i;
      CREATE TABLE sale (id bigserial PRIMARY KEY, customer_id int NOT NULL REFERENCES customer,
        sold timestamp, amount numeric(12,2), note text, UNIQUE (customer_id, sold));
      INSERT INTO sale (customer_id, sold, amount, note) SELECT i % 2000 + 1,
        timestamp '2020-01-01' + i * interval '1 hour', i, 'note ' || i
        FROM generate_series(1, 10000) i;
      CREATE FUNCTION slow(int) RETURNS int LANGUAGE sql AS 'SELECT $1 + 1';
      CREATE ROLE app LOGIN PASSWORD 'a';
      GRANT pg_read_all_data, pg_write_all_data TO app;
      CREATE ROLE reader LOGIN PASSWORD 'r';
      GRANT pg_read_all_data, pg_read_all_stats TO reader;
      CREATE ROLE blind LOGIN PASSWORD 'b';
      GRANT pg_read_all_data TO blind;
      """;

  private static TestServer server;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    server = TestServer.with(SETUP);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static PostgresTarget as(String role, String password) {
    return as(server, role, password);
  }

  private static PostgresTarget as(TestServer server, String role, String password) {
    var login = Login.of(Address.parse(server.url(role, password, "shop")), new Credentials(null));
    return PostgresTarget.open(login, server.session, null);
  }

  private Path file(String sql) throws IOException {
    return Files.writeString(folder.resolve("work.sql"), sql);
  }

  private Workload script(String sql) throws IOException {
    return WorkloadReader.read(server.target, file(sql));
  }

  /** Lets an application execute the statements and reads what the server recorded. */
  static Workload recorded(TestServer server, List<String> statements) throws SQLException {
    server.execute("SELECT pg_stat_statements_reset()");
    try (var connection = server.admin()) {
      Sql.execute(connection, "SET ROLE app");
      for (var sql : statements) {
        Sql.execute(connection, sql);
      }
    }
    try (var reader = as(server, "reader", "r")) {
      return WorkloadReader.read(reader, null);
    }
  }

  private static String onlyPart(String sql) throws SQLException {
    var workload = recorded(server, List.of(sql));
    assertThat(workload.leftOut())
        .extracting(Workload.LeftOut::title)
        .noneMatch(t ->
            t.toLowerCase(java.util.Locale.ROOT)
                .startsWith(sql.substring(0, 20).toLowerCase(java.util.Locale.ROOT)));
    return typical(workload).text();
  }

  /** Without those that ask the same with other values. */
  private static Part typical(Workload workload) {
    var typical = workload.parts().stream().filter(p -> !p.id().contains("-")).toList();
    assertThat(typical).hasSize(1);
    return typical.getFirst();
  }

  private static Part only(Workload workload) {
    assertThat(workload.parts()).hasSize(1);
    return workload.parts().getFirst();
  }

  private static long rows(String sql) throws SQLException {
    try (var connection = server.admin()) {
      return Sql.list(connection, r -> 1, sql).size();
    }
  }

  @Test
  void namesAndCallsComeFromComments() throws Exception {
    var workload =
        script(
            "-- name: by country\n-- calls: 12\nSELECT * FROM customer WHERE country = 'DE';\n"
                + "UPDATE customer SET balance = 0 WHERE id = 7;\nCREATE INDEX x ON customer (name);"
                + "-- name: p\nSELECT * FROM sale WHERE customer_id = $1");
    assertThat(workload.parts()).extracting(Part::id).containsExactly("by_country", "Q2", "p");
    assertThat(workload.part("by_country").weight()).isEqualTo(12);
    assertThat(workload.part("Q2").write()).isTrue();
    assertThat(workload.part("p").text()).matches("(?s).*customer_id = \\d+");
    assertThat(workload.leftOut())
        .extracting(Workload.LeftOut::reason)
        .first()
        .asString()
        .contains("utility");
    assertThat(rows("SELECT 1 FROM customer WHERE balance = 0")).isZero();
  }

  @Test
  void namesThatDifferGiveIdsThatDiffer() throws Exception {
    var begin = "the report that the accountants look at every ";
    var workload =
        script(
            String.join(
                ";",
                "-- name: " + begin + "day\nSELECT 1 FROM sale",
                "-- name: " + begin + "week\nSELECT 2 FROM sale",
                "-- name: a b\nSELECT 3 FROM sale",
                "-- name: a+b\nSELECT 4 FROM sale"));
    assertThat(workload.parts())
        .extracting(Part::id)
        .doesNotHaveDuplicates()
        .allMatch(id -> id.matches("[a-zA-Z0-9_-]{1,40}"))
        .contains("a_b")
        .anyMatch(id -> id.startsWith("the_report_that_the_accountants_"));
  }

  @Test
  void namesOfSumsAreRefusedWithTheirLine() {
    for (var name : List.of("total", "tail", "writes", "geometric mean", "Total")) {
      assertThatThrownBy(() -> script("SELECT 1 FROM sale;\n\n-- name: " + name + "\nSELECT 2"))
          .isInstanceOfSatisfying(
              Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.USAGE))
          .hasMessageContaining("statement 2 (line 4): the name " + name);
    }
  }

  @Test
  @Timeout(60)
  void longTextsAreReadAtOnce() throws Exception {
    var base64 = "abcdefgh".repeat(25_000);
    var prose = "it''s \"where id = $9 \"\" ".repeat(10_000);
    var workload =
        script(
            "SELECT id FROM sale WHERE note <> '%s' AND note <> $a$%s$a$ AND customer_id = $1;\n"
                    .formatted(base64, prose)
                + "UPDATE sale SET note = '%s' WHERE note <> '%s' AND id = $1;\n"
                    .formatted(prose, base64)
                + "INSERT INTO sale (customer_id, note) VALUES ($1, '%s');".formatted(prose));
    assertThat(workload.leftOut()).isEmpty();
    assertThat(workload.parts()).hasSize(3);
    assertThat(workload.part("Q1").text()).doesNotContain("$1").contains(base64, prose);
    assertThat(workload.part("Q2").text()).doesNotContain("$1").contains(base64, prose);
  }

  @Test
  void anErrorInStatementSevenIsNamedWithItsLine() throws Exception {
    var sql = "SELECT 1 FROM customer;\n".repeat(6) + "-- the bad one\nSELECT id\n  FORM customer";
    assertThatThrownBy(() -> script(sql))
        .isInstanceOfSatisfying(
            Problem.class,
            p -> {
              assertThat(p.kind()).isEqualTo(Problem.Kind.USAGE);
              assertThat(p.what())
                  .contains(
                      "statement 7 (line 8)", "syntax error at or near \"customer\"", "line 9");
              assertThat(p.advice()).contains("Fix the statement or remove it");
            });
    assertThatThrownBy(() -> script("SELECT * FROM nowhere"))
        .hasMessageContaining("\"nowhere\" does not exist");
  }

  @Test
  void whatTheDatabaseLacksIsLeftOutOfAScriptByName() throws Exception {
    var workload =
        script(
            """
            CREATE TEMP TABLE basket (id int);
            -- name: basket
            SELECT *
              FROM basket;
            SELECT nobody(1);
            SELECT nothing FROM customer;
            SELECT * FROM customer WHERE id = 1
            """);
    assertThat(only(workload).id()).isEqualTo("Q5");
    assertThat(workload.leftOut())
        .extracting(l -> l.title() + ": " + l.reason())
        .satisfiesExactly(
            l -> assertThat(l).contains("utility"),
            l -> assertThat(l).startsWith("basket ").contains("42P01", "\"basket\"", "in line 4"),
            l -> assertThat(l).startsWith("Q3 ").contains("42883", "nobody"),
            l -> assertThat(l).startsWith("Q4 ").contains("42703", "nothing"));
  }

  @Test
  void whatVariesByItselfIsFoundInTextsViewsPoliciesAndFunctions() throws Exception {
    try (var clocks =
        TestServer.with(
            "CREATE TABLE t (id int PRIMARY KEY, at timestamptz DEFAULT now(), note text);"
                + "INSERT INTO t VALUES (1);"
                + "CREATE VIEW late AS SELECT * FROM t WHERE at < now() - interval '1 day';"
                + "CREATE FUNCTION drawn() RETURNS float8 LANGUAGE plpgsql AS"
                + " 'BEGIN RETURN random(); END';"
                + "CREATE FUNCTION quiet() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1; END'")) {
      var sql =
          List.of(
              "SELECT * FROM t WHERE at > now() - interval '1 hour'",
              "SELECT * FROM late",
              "SELECT id FROM t ORDER BY Random() LIMIT 1",
              "SELECT current_date - at::date FROM t",
              "SELECT drawn()",
              "SELECT id FROM t TABLESAMPLE system (10)",
              "INSERT INTO t (id) VALUES (3) RETURNING at, clock_timestamp()",
              "DELETE FROM t WHERE at < localtimestamp",
              "SELECT count(*) FROM t WHERE note = 'now() and random()'",
              "SELECT quiet(), \"note\" AS \"now\" FROM t",
              "INSERT INTO t VALUES (2, now())",
              "UPDATE t SET at = clock_timestamp() WHERE id = 1");
      var work = WorkloadReader.read(clocks.target, file(String.join(";\n", sql)));
      assertThat(work.parts()).hasSize(12);
      assertThat(work.varying().keySet())
          .containsExactly("Q1", "Q2", "Q3", "Q4", "Q5", "Q6", "Q7", "Q8");
      assertThat(work.varying())
          .containsEntry("Q2", "it calls now()")
          .containsEntry("Q4", "it reads current_date")
          .containsEntry("Q8", "it reads localtimestamp");
    }
  }

  @Test
  void wrongDirectivesAreErrors() {
    assertThatThrownBy(() -> script("-- calls: many\nSELECT 1")).hasMessageContaining("many");
    assertThatThrownBy(() -> script("-- name: a\nSELECT 1;-- name: a\nSELECT 2"))
        .hasMessageContaining("twice");
    assertThatThrownBy(() -> script("-- nothing")).hasMessageContaining("nothing that can be");
    assertThatThrownBy(() -> WorkloadReader.read(server.target, folder.resolve("absent")))
        .hasMessageContaining("cannot be read");
  }

  @Test
  void equalityGetsAValueThatIsThere() throws Exception {
    assertThat(rows(onlyPart("SELECT id, name FROM customer WHERE name = 'Name 5'"))).isPositive();
    assertThat(rows(onlyPart("SELECT id, born FROM customer WHERE country = 'PL'"))).isPositive();
    assertThat(rows(onlyPart("SELECT c.id FROM customer c WHERE c.id IN (3, 5, 7)"))).isEqualTo(3);
    assertThat(rows(onlyPart("SELECT c.name FROM customer c WHERE c.id = ANY ('{3,5,7}'::int[])")))
        .isEqualTo(3);
    assertThat(rows(onlyPart("SELECT id, country FROM customer WHERE lower(name) = 'name 9'")))
        .isPositive();
  }

  @Test
  void whatIsComparedWithAnExpressionGetsAValueOfIt() throws Exception {
    var list =
        onlyPart(
            "SELECT c.id FROM customer c WHERE substring(c.name from 1 for 2) IN ('Na', 'Xy')");
    assertThat(rows(list)).isPositive();
    assertThat(list).doesNotContain("$");
    assertThat(rows(onlyPart("SELECT s.id FROM sale s WHERE s.note || s.amount = 'note 33'")))
        .isPositive();
    assertThat(rows(onlyPart("SELECT s.id FROM sale s WHERE s.amount + s.id > 50"))).isPositive();
    assertThat(rows(onlyPart("SELECT s.id FROM sale s WHERE s.amount + s.id < 50"))).isPositive();
  }

  @Test
  void severalColumnsOfATableComeFromOneRow() throws Exception {
    assertThat(
            rows(
                onlyPart(
                    "SELECT s.note, s.id FROM sale s JOIN customer c ON c.id = s.customer_id WHERE"
                        + " s.customer_id = 4 AND s.note = 'note 3' AND s.amount = 3")))
        .isPositive();
  }

  @Test
  void rangesDatesPatternsAndLimits() throws Exception {
    var between =
        onlyPart(
            "SELECT count(*) AS n, 1 AS one FROM sale WHERE sold BETWEEN '2020-02-01' AND '2020-02-03'");
    try (var connection = server.admin()) {
      assertThat(Sql.number(connection, between)).isBetween(500L, 2000L);
    }
    assertThat(
            rows(
                onlyPart(
                    "SELECT id, born FROM customer WHERE born < date '1990-01-01' - interval '3 month'"
                        + " ORDER BY born LIMIT 5")))
        .isEqualTo(10);
    assertThat(rows(onlyPart("SELECT id, note FROM sale WHERE note LIKE 'note 77%' OFFSET 3")))
        .isPositive();
    assertThat(
            rows(
                onlyPart(
                    "SELECT extract(month FROM sold), count(*) FROM sale WHERE amount * 2 > 100 GROUP"
                        + " BY 1")))
        .isPositive();
  }

  @Test
  void writesGetValuesThatCanBeWritten() throws Exception {
    var workload =
        recorded(
            server,
            List.of(
                "BEGIN",
                "INSERT INTO customer (id, name, country, born) VALUES (90001, 'x', 'DE', now())",
                "INSERT INTO customer VALUES (90002, 'x'), (90003, 'y')",
                "UPDATE customer SET balance = 5, name = 'z' WHERE id = 90001",
                "DELETE FROM customer WHERE id = 90002 AND name = 'x'",
                "INSERT INTO sale (customer_id, sold, amount) VALUES (1, now(), 4)",
                "ROLLBACK"));
    assertThat(workload.parts()).as(workload.leftOut().toString()).hasSize(5);
    try (var launch = StatementLaunch.launch(server.target, false)) {
      for (var part : workload.parts()) {
        assertThat(part.write()).isTrue();
        var slot = new Slot(0, 1, false, 1, Duration.ofSeconds(30));
        if (!part.text().startsWith("DELETE")) {
          assertThat(launch.run(part, slot).answer()).as(part.text()).matches("[12] rows changed");
        } else {
          assertThat(launch.run(part, slot).answer()).contains("23503");
        }
      }
    }
    assertThat(workload.leftOut()).extracting(Workload.LeftOut::title).contains("BEGIN");
  }

  @Test
  void whatIsNoWorkOfTheUsersIsLeftOutWithItsReason() throws Exception {
    var workload =
        recorded(
            server,
            List.of(
                "SELECT count(*) FROM pg_class WHERE relname = 'x'",
                "SELECT slow(3)",
                "SELECT 1",
                "SELECT id FROM sale WHERE to_tsvector('english', note) @@ to_tsquery('a')"));
    assertThat(workload.parts()).extracting(Part::text).singleElement().asString().contains("slow");
    assertThat(workload.leftOut())
        .extracting(Workload.LeftOut::reason)
        .contains("it reads nothing but the system's catalogs", "it reads no table")
        .anyMatch(r -> r.contains("is compared with was not found"));
  }

  @Test
  void weightsAreCallsAndIdsAreStable() throws Exception {
    var sql =
        List.of("SELECT id FROM customer WHERE id = 1", "SELECT id FROM customer WHERE id = 2");
    var first = only(recorded(server, sql));
    assertThat(first.weight()).isEqualTo(2);
    assertThat(only(recorded(server, sql))).isEqualTo(first);
  }

  @Test
  void aRoleThatMayNotReadTheStatementsIsToldSo() {
    try (var target = as("blind", "b")) {
      assertThatThrownBy(() -> WorkloadReader.read(target, null))
          .isInstanceOfSatisfying(
              Problem.class,
              p -> {
                assertThat(p.kind()).isEqualTo(Problem.Kind.USAGE);
                assertThat(p.advice()).contains("GRANT pg_read_all_stats TO \"blind\"");
              });
    }
  }

  @Test
  void aMissingExtensionIsToldWithWhatToDo() throws Exception {
    server.execute("CREATE DATABASE bare");
    var login = server.server().login("bare");
    try (var target = PostgresTarget.open(login, server.session, null)) {
      assertThatThrownBy(() -> WorkloadReader.read(target, null))
          .isInstanceOfSatisfying(
              Problem.class,
              p -> assertThat(p.advice()).contains("CREATE EXTENSION", "shared_preload_libraries"));
    }
  }

  @Test
  void readingLeavesTheFingerprintAlone() throws Exception {
    var before = server.target.fingerprint();
    script("SELECT * FROM customer WHERE id = $1; DELETE FROM sale");
    assertThat(server.target.fingerprint()).isEqualTo(before);
    assertThat(rows("SELECT 1 FROM sale")).isEqualTo(10000);
  }
}
