package dev.proven.postgres.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.core.Credentials;
import dev.proven.core.Progress;
import dev.proven.core.Session;
import dev.proven.core.Workload;
import dev.proven.core.experiment.Part;
import dev.proven.core.journal.Journal;
import dev.proven.postgres.PostgresKind;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.Sql;
import dev.proven.postgres.whatif.Extension;
import dev.proven.postgres.whatif.IndexDefinition;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which indexes of which kinds a statement gives a reason for. */
class IdeasTest {
  private static final String SETUP =
      """
      CREATE TABLE item (
        id bigint PRIMARY KEY, owner int NOT NULL, state text NOT NULL, mail text NOT NULL,
        made timestamptz NOT NULL, gone timestamptz, tags text[] NOT NULL, doc jsonb NOT NULL,
        token text NOT NULL, body text NOT NULL, "Größe" int NOT NULL,
        "Vor" int);
      INSERT INTO item SELECT n, n % 3000, CASE WHEN n % 500 = 0 THEN 'failed' ELSE 'done' END,
          'User' || n || '@x.org', timestamptz '2026-01-01' + n * interval '1 minute',
          CASE WHEN n % 50 > 0 THEN timestamptz '2026-02-01' END, ARRAY['a' || n % 400],
          jsonb_build_object('n', n, 'k', n % 100), md5(n::text), repeat(md5(n::text), 3), n % 70,
          CASE WHEN n % 5 = 0 THEN n END
        FROM generate_series(1, 20000) n;
      """;

  @TempDir private static Path folder;
  private static @Nullable PostgresTarget opened;

  @SuppressWarnings("MustBeClosedChecker") // closed after the last test
  private static PostgresTarget open(Path home) {
    var handlers =
        Map.of("postgres", new PostgresKind().undoHandler(Credentials.fromEnvironment()));
    var journal = Journal.open(home.resolve("journal"), handlers);
    return PostgresKind.openEmbedded(
        new Session("i1" + Long.toHexString(System.nanoTime()), journal, Progress.silent()),
        "shop",
        c -> Sql.execute(c, SETUP));
  }

  private static PostgresTarget target() {
    return Objects.requireNonNull(opened);
  }

  @BeforeAll
  static void start() {
    opened = open(folder);
  }

  @AfterAll
  static void stop() {
    target().close();
  }

  private static Set<String> ideas(String sql, boolean constant) throws SQLException {
    try (var connection = target().connect()) {
      Explainer.plainPlans(connection);
      return new TreeSet<>(ideas(connection, sql, constant));
    }
  }

  private static List<String> ideas(Connection connection, String sql, boolean constant)
      throws SQLException {
    var part = new Part("S", "S", sql, false, 1);
    var book = Workbook.read(connection, new Workload("test", List.of(part), List.of()), 10);
    var selectivity = new Selectivity(new Explainer(connection));
    var ideas = Ideas.all(selectivity, _ -> constant, Extension.trigramClass(connection));
    return book.uses().stream()
        .flatMap(use ->
            ideas.of(Objects.requireNonNull(book.catalog().table(use.table())), use).stream())
        .map(i ->
            i.indexes().stream()
                .map(IndexDefinition::body)
                .map(b -> b.replace("\"public\".\"item\" ", "").replace("\"", ""))
                .collect(Collectors.joining(" & ")))
        .toList();
  }

  private static Set<String> ideas(String sql) throws SQLException {
    return ideas(sql, true);
  }

  @Test
  void columns_first_by_equality_then_by_order() throws Exception {
    assertThat(
            ideas(
                "SELECT * FROM item WHERE owner = 7 AND state = 'done' ORDER BY made DESC LIMIT 3"))
        .contains("(owner)", "(owner, state, made)", "(owner, made)");
    assertThat(ideas("SELECT * FROM item ORDER BY \"Größe\" DESC, lower(mail) LIMIT 3"))
        .contains("(Größe, (lower(mail)) DESC)");
  }

  @Test
  void all_else_that_is_needed_is_included() throws Exception {
    assertThat(ideas("SELECT state FROM item WHERE owner = 7"))
        .contains("(owner) INCLUDE (state)", "(owner, state)");
  }

  @Test
  void the_rows_of_a_rare_constant_unless_it_was_sampled() throws Exception {
    var rare = "SELECT id FROM item WHERE state = 'failed' AND owner < 100";
    assertThat(ideas(rare)).contains("(owner) WHERE state = 'failed'::text");
    assertThat(ideas(rare, false)).noneMatch(i -> i.contains("WHERE"));
    assertThat(ideas("SELECT id FROM item WHERE gone IS NULL AND owner < 100", false))
        .contains("(owner) WHERE gone IS NULL");
    assertThat(ideas("SELECT id FROM item WHERE state <> 'done' ORDER BY made LIMIT 3"))
        .contains("(made) WHERE state <> 'done'::text");
    assertThat(ideas("SELECT id FROM item WHERE token = 'x' AND owner = 3"))
        .noneMatch(i -> i.contains("WHERE"));
  }

  @Test
  void the_rows_that_have_a_value_where_most_have_none() throws Exception {
    assertThat(ideas("SELECT id FROM item WHERE \"Vor\" = 7", false))
        .contains("(Vor)", "(Vor) WHERE Vor IS NOT NULL");
    assertThat(ideas("SELECT id FROM item WHERE gone = now()"))
        .noneMatch(i -> i.contains("IS NOT NULL"));
  }

  @Test
  void the_rows_that_meet_conditions_with_all_else_that_is_needed() throws Exception {
    var excluding =
        "SELECT owner, count(id) FROM item WHERE body NOT LIKE '%x%y%' GROUP BY owner ORDER BY owner";
    var holding = "(owner) INCLUDE (id) WHERE body !~~ '%x%y%'::text";
    assertThat(ideas(excluding)).contains(holding);
    assertThat(ideas(excluding, false)).noneMatch(i -> i.contains("WHERE"));
    assertThat(ideas(excluding.replace("count(id)", "count(id), max(body)")))
        .noneMatch(i -> i.contains("INCLUDE (id) WHERE"));
    assertThat(ideas("SELECT state FROM item WHERE made < gone AND owner < 100", false))
        .contains("(owner) INCLUDE (state) WHERE made < gone");
    assertThat(
            ideas("SELECT state FROM item WHERE made < gone AND state <> 'done' AND owner < 100"))
        .contains(
            "(owner) INCLUDE (state) WHERE (made < gone) AND (state <> 'done'::text)",
            "(owner) INCLUDE (state) WHERE made < gone");
  }

  @Test
  void expressions_and_beginnings_of_texts() throws Exception {
    assertThat(ideas("SELECT id FROM item WHERE lower(mail) = 'user7@x.org' AND owner = 7"))
        .contains("((lower(mail)))", "(owner, (lower(mail)))");
    assertThat(ideas("SELECT id FROM item WHERE (doc ->> 'n')::int = 7"))
        .contains("((((doc ->> 'n'::text))::integer))");
    assertThat(ideas("SELECT id FROM item WHERE lower(mail) LIKE 'user7%'"))
        .contains("((lower(mail)) text_pattern_ops)");
  }

  @Test
  void parts_of_values() throws Exception {
    assertThat(ideas("SELECT id FROM item WHERE doc @> '{\"k\": 7}'"))
        .contains("USING gin (doc jsonb_path_ops)");
    assertThat(ideas("SELECT id FROM item WHERE doc ? 'k'")).contains("USING gin (doc)");
    assertThat(ideas("SELECT id FROM item WHERE tags && ARRAY['a7', 'a8']"))
        .contains("USING gin (tags)");
    assertThat(ideas("SELECT id FROM item WHERE body ILIKE '%abc%'"))
        .contains("USING gin (body public.gin_trgm_ops)");
    assertThat(ideas("SELECT id FROM item WHERE body LIKE '%ab%'"))
        .noneMatch(i -> i.contains("gin"));
    assertThat(
            ideas(
                "SELECT id FROM item WHERE to_tsvector('simple', body) @@ to_tsquery('simple', 'abc')"))
        .contains("USING gin ((to_tsvector('simple'::regconfig, body)))");
  }

  @Test
  void a_hash_of_wide_values() throws Exception {
    assertThat(ideas("SELECT id FROM item WHERE token = 'abc'")).contains("USING hash (token)");
    assertThat(ideas("SELECT id FROM item WHERE owner = 7")).noneMatch(i -> i.contains("hash"));
  }

  @Test
  void both_sides_of_an_or_together() throws Exception {
    assertThat(ideas("SELECT * FROM item WHERE owner = 7 OR token = 'abc'"))
        .contains("(owner) & (token)")
        .doesNotContain("(owner)", "(token)");
    assertThat(ideas("SELECT * FROM item WHERE owner = 7 OR body || token = 'abc' OR random() < 2"))
        .noneMatch(i -> i.contains("&"));
  }

  @Test
  void the_order_of_rows_in_a_large_table() {
    var table =
        new Table(
            new TableName("public", "log"),
            "r",
            true,
            50_000,
            3e6,
            Table.Parts.NONE,
            Map.of("at", new Column("at", "date", true, true, 1000, 4, 0, 0.99)),
            List.of());
    var term =
        new Term(new ColumnRef("log", "at"), "", Term.Access.RANGE, Set.of(), "(log.at > x)", 9);
    var scan =
        new PlanNode(
            "Seq Scan",
            "",
            table.name(),
            "log",
            "",
            1,
            1,
            Map.of(),
            List.of(),
            Set.of(table.name()));
    var use =
        new TableUse(
            "S",
            1,
            "log",
            table.name(),
            scan,
            1,
            1,
            false,
            List.of(term),
            List.of(),
            List.of(),
            Set.of("*"),
            Set.of("*"));
    assertThat(new BrinKind().ideas(table, use))
        .singleElement()
        .satisfies(i -> assertThat(i.indexes().getFirst().body()).contains("USING brin (\"at\")"));
  }
}
