package dev.proven.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.proven.core.Diagnosis;
import dev.proven.core.Proposal;
import dev.proven.core.Workload;
import dev.proven.core.experiment.Part;
import dev.proven.postgres.index.IndexOptimizer;
import dev.proven.postgres.rewrite.RewriteOptimizer;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is asked in the place of what pg_stat_statements has not kept, and how that is told. */
class RecordedQuestionsTest {
  private static final String SETUP =
      """
      CREATE TABLE job (id bigserial PRIMARY KEY, state text NOT NULL, owner int NOT NULL,
        title varchar(80) NOT NULL, made timestamp NOT NULL, doc jsonb NOT NULL, pad text);
      INSERT INTO job (state, owner, title, made, doc, pad)
        SELECT CASE WHEN i % 50 = 0 THEN 'failed' ELSE 'done' END,
          CASE WHEN i % 5 = 0 THEN 7 ELSE 100 + i * 7919 % 15000 END,
          'job ' || md5(i::text), timestamp '2023-01-01' + i * interval '31 min',
          jsonb_build_object('kind', 'k' || i % 400, 'at', jsonb_build_object('host', 'h' || i % 90)),
          repeat('x', 200)
        FROM generate_series(1, 30000) i;
      ANALYZE job;
      """;

  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.with(SETUP);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Workload recorded(String... statements) throws SQLException {
    server.execute("SELECT pg_stat_statements_reset()");
    try (var connection = server.admin()) {
      Sql.set(connection, "pg_stat_statements.track", "top");
      for (var sql : statements) {
        Sql.execute(connection, sql);
      }
    }
    return WorkloadReader.read(server.target, null);
  }

  private static Part ending(Workload workload, String ending) {
    return workload.parts().stream()
        .filter(p -> p.id().matches("S[0-9a-f]+" + ending))
        .findFirst()
        .orElseThrow(() -> new AssertionError(workload.toString()));
  }

  private static List<String> guesses(Part part) {
    return server.target.knowledge().guesses(part.id());
  }

  private static long rows(Part part) throws SQLException {
    try (var connection = server.admin();
        var statement = connection.createStatement();
        var result = statement.executeQuery(part.text())) {
      long rows = 0;
      while (result.next()) {
        rows++;
      }
      return rows;
    }
  }

  @Test
  void frequentAndRareValuesShareTheCallsAsTheRowsAreShared() throws Exception {
    var states =
        recorded(
            "SELECT id FROM job WHERE state = 'done'", "SELECT id FROM job WHERE state = 'failed'");
    assertThat(states.parts()).hasSize(2);
    assertThat(ending(states, "").text()).endsWith("state = 'done'");
    assertThat(ending(states, "").weight()).isCloseTo(2 * 0.98, within(0.03));
    assertThat(ending(states, "-rare").text()).endsWith("state = 'failed'");
    assertThat(ending(states, "-rare").weight()).isCloseTo(2 * 0.02, within(0.03));
    assertThat(ending(states, "-rare").title()).startsWith("(rare value) SELECT");
    assertThat(server.target.knowledge().isSampled(ending(states, "-rare").id())).isTrue();
    assertThat(guesses(ending(states, "-rare"))).isEmpty();

    var owners = recorded("SELECT title FROM job WHERE owner = 5 AND state = 'failed'");
    assertThat(owners.parts())
        .extracting(Part::weight)
        .satisfies(
            w -> assertThat(w.stream().mapToDouble(d -> d).sum()).isCloseTo(1, within(1e-9)));
    assertThat(ending(owners, "-frequent").text()).contains("owner = 7 ");
    assertThat(rows(ending(owners, "-frequent"))).isGreaterThan(500);
    assertThat(rows(ending(owners, ""))).isBetween(1L, 500L);
    assertThat(recorded("SELECT title FROM job WHERE owner = 5 AND state = 'failed'").parts())
        .isEqualTo(owners.parts());
  }

  @Test
  void aWriteIsNotSentWithAFrequentValue() throws Exception {
    var writes = recorded("UPDATE job SET pad = 'y' WHERE state = 'none'");
    assertThat(writes.parts()).hasSize(1);
    assertThat(writes.parts().getFirst().text()).contains("'failed'");
  }

  @Test
  void onlyTheCostliestAreVaried() throws Exception {
    var many = new String[30];
    for (int i = 0; i < many.length; i++) {
      many[i] = "SELECT id" + ", owner".repeat(i) + " FROM job WHERE state = 'failed'";
    }
    var parts = recorded(many).parts();
    assertThat(parts.stream().filter(p -> !p.id().contains("-"))).hasSize(30);
    assertThat(parts.stream().filter(p -> p.id().endsWith("-rare"))).hasSizeBetween(1, 20);
  }

  @Test
  void aPatternMayBeginWithAnything() throws Exception {
    for (var where :
        List.of(
            "title LIKE '%abc%'",
            "title ILIKE '%abc%'",
            "title ~ 'abc'",
            "title LIKE '%' || 'abc' || '%'",
            "title || pad LIKE '%abc%'")) {
      var workload = recorded("SELECT id FROM job WHERE " + where);
      assertThat(workload.parts()).as(workload.toString()).hasSize(2);
      for (var part : workload.parts()) {
        assertThat(rows(part)).as(part.text()).isPositive();
        assertThat(part.weight()).isEqualTo(0.5);
        assertThat(part.title()).contains("partly guessed");
        assertThat(guesses(part)).singleElement().asString().contains("pattern");
      }
      assertThat(ending(workload, "-anywhere").text()).doesNotContain("LIKE 'job", "^");
    }
  }

  @Test
  void anIndexForAGuessedPatternSaysSo() throws Exception {
    var workload = recorded("SELECT id FROM job WHERE title LIKE '%abc%'");
    var diagnosis = new IndexOptimizer().diagnose(server.target, workload);
    assertThat(diagnosis.looked()).anyMatch(l -> l.contains("is partly guessed"));
    var trigrams = with(diagnosis, "gin");
    assertThat(trigrams.evidence().getFirst())
        .contains("partly guessed give a reason", ending(workload, "-anywhere").id(), "'%");
    assertThat(trigrams.risk()).contains("may be another question");
    var known = recorded("SELECT id FROM job WHERE owner = 5");
    var plain = new IndexOptimizer().diagnose(server.target, known);
    assertThat(with(plain, "owner").evidence()).noneMatch(e -> e.contains("guess"));
    assertThat(plain.looked()).noneMatch(l -> l.contains("guess"));
  }

  private static Proposal<PostgresTarget> with(Diagnosis<PostgresTarget> all, String word) {
    return all.proposals().stream()
        .filter(p -> p.id().contains(word))
        .findFirst()
        .orElseThrow(() -> new AssertionError(all.proposals().toString()));
  }

  @Test
  void aGuessedFieldPageAndListAreTold() throws Exception {
    var workload =
        recorded(
            "SELECT id FROM job WHERE extract(month FROM made) = 2023 AND owner IN (3, 4, 5)"
                + " ORDER BY made, id LIMIT 20 OFFSET 5000");
    var part = ending(workload, "");
    assertThat(guesses(part))
        .containsExactlyInAnyOrder(
            "the field of extract is year", "LIMIT is 10", "OFFSET is 0", "a list has 3 values");
    var diagnosis = new RewriteOptimizer().diagnose(server.target, workload);
    assertThat(diagnosis.looked()).anyMatch(l -> l.contains("LIMIT is 10"));
    assertThat(diagnosis.findings())
        .extracting(Diagnosis.Finding::title)
        .anyMatch(t -> t.contains("OFFSET, how many was not recorded"));
    var range = with(diagnosis, "range");
    assertThat(range.evidence().getFirst()).contains("partly guessed", "year");
    assertThat(range.risk()).contains("may not fit");
  }

  @Test
  void textsInFunctionsGetOneOfTheFewThatMakeSense() throws Exception {
    for (var sql :
        List.of(
            "SELECT id FROM job WHERE date_trunc('month', made) = '2023-02-01'",
            "SELECT date_trunc('week', made), count(*) FROM job GROUP BY 1",
            "SELECT id FROM job WHERE date_part('year', made) = 2024",
            "SELECT id FROM job WHERE to_char(made, 'YYYY-MM') = '2023-02'",
            "SELECT to_char(made AT TIME ZONE 'Europe/Berlin', 'HH24') FROM job",
            "SELECT id FROM job WHERE made >= to_date('2023', 'YYYY')",
            "SELECT id FROM job WHERE doc ->> 'kind' = 'k3'",
            "SELECT doc ->> 'kind', count(*) FROM job GROUP BY 1",
            "SELECT id FROM job WHERE doc -> 'at' ->> 'host' = 'h3'",
            "SELECT id FROM job WHERE title LIKE 'job!_%' ESCAPE '!'",
            "SELECT id FROM job WHERE doc ? 'kind'")) {
      var workload = recorded(sql);
      var part = ending(workload, "");
      assertThat(rows(part)).as(part.text()).isPositive();
      assertThat(guesses(part)).as(part.text()).isNotEmpty();
    }
    assertThat(
            ending(recorded("SELECT id FROM job WHERE doc -> 'at' ->> 'host' = 'h3'"), "").text())
        .contains("'at'", "'host'", "'h");
  }
}
