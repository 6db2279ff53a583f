package dev.proven.postgres.whatif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.proven.core.TargetSpec;
import dev.proven.postgres.OlderBinaries;
import dev.proven.postgres.PostgresKind;
import dev.proven.postgres.Sql;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A database with everything that is hard to make again. */
class TwinTest {
  /** What every version since 13 understands. */
  private static final String SETUP =
      """
      CREATE EXTENSION citext;
      CREATE SCHEMA "Zwei é";
      CREATE TYPE "Zwei é".mood AS ENUM ('sad', 'ok', 'happy');
      CREATE DOMAIN short AS varchar(20) CHECK (length(VALUE) < 20);
      CREATE TYPE pair AS (a int, b text);
      CREATE FUNCTION shout(t text) RETURNS text LANGUAGE sql IMMUTABLE
        AS $$ SELECT upper(t) || '!' $$;
      CREATE TABLE customer (
        id int PRIMARY KEY, gone int, name citext NOT NULL, feels "Zwei é".mood, nick short,
        tags text[], doc jsonb, both_ pair, born date NOT NULL, region int NOT NULL,
        country int NOT NULL, CHECK (region >= 0));
      ALTER TABLE customer DROP COLUMN gone;
      INSERT INTO customer SELECT n, 'name ' || n, (ARRAY['sad', 'ok', 'happy'])[1 + n % 3
          ]::"Zwei é".mood, CASE WHEN n % 4 > 0 THEN 'nick ' || n % 700 END,
          ARRAY['t' || n % 20, 'u' || n % 7], jsonb_build_object('k', n % 100, 'n', n),
          ROW(n, 'x')::pair, date '1950-01-01' + n % 15000, n % 50, n % 50 / 5
        FROM generate_series(1, 20000) n;
      CREATE INDEX customer_shout ON customer (shout(nick));
      CREATE INDEX customer_doc ON customer USING gin (doc jsonb_path_ops);
      CREATE INDEX customer_born ON customer USING brin (born);
      CREATE INDEX customer_feels ON customer (feels, born DESC) WHERE feels = 'sad';
      CREATE STATISTICS customer_place (ndistinct, dependencies, mcv)
        ON region, country FROM customer;
      CREATE TABLE "Bestellung" (
        id bigint, kunde int NOT NULL REFERENCES customer, "am" date NOT NULL, betrag numeric(10, 2),
        doppelt numeric GENERATED ALWAYS AS (betrag * 2) STORED, PRIMARY KEY (id, "am"))
        PARTITION BY RANGE ("am");
      CREATE TABLE b2024 PARTITION OF "Bestellung" FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
      CREATE TABLE b2025 PARTITION OF "Bestellung" FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
      CREATE TABLE brest PARTITION OF "Bestellung" DEFAULT;
      CREATE INDEX ON "Bestellung" (kunde);
      INSERT INTO "Bestellung" (id, kunde, "am", betrag)
        SELECT n, 1 + n * 7919 % 20000, date '2024-01-01' + n % 800, n % 1000 / 7.0
        FROM generate_series(1, 60000) n;
      CREATE TABLE animal (id int PRIMARY KEY, legs int NOT NULL);
      CREATE TABLE bird (wings int NOT NULL) INHERITS (animal);
      INSERT INTO animal SELECT n, n % 9 FROM generate_series(1, 5000) n;
      INSERT INTO bird SELECT n, 2, 2 FROM generate_series(5001, 20000) n;
      CREATE INDEX bird_id ON bird (id);
      CREATE TABLE event (id bigint PRIMARY KEY, at timestamptz NOT NULL, kind int NOT NULL);
      INSERT INTO event SELECT n, timestamptz '2026-01-01' + n * interval '1 minute', n % 8
        FROM generate_series(1, 80000) n;
      CREATE INDEX event_at ON event (at);
      CREATE VIEW sad AS SELECT c.id, c.name, shout(c.nick) AS loud FROM customer c
        WHERE c.feels = 'sad';
      CREATE VIEW sadder AS SELECT * FROM sad WHERE id > 1000;
      CREATE MATERIALIZED VIEW per_day AS
        SELECT "am", count(*) AS n, sum(betrag) AS total FROM "Bestellung" GROUP BY "am";
      CREATE AGGREGATE longest (text) (SFUNC = textcat, STYPE = text);
      CREATE VIEW needs_longest AS SELECT longest(nick) FROM customer;
      CREATE ROLE reader LOGIN PASSWORD 'r';
      GRANT USAGE ON SCHEMA "Zwei é" TO reader;
      GRANT SELECT ON customer, "Bestellung", event TO reader;
      """;

  /** Rows that ANALYZE has not seen. */
  private static final String LATER =
      """
      ANALYZE;
      INSERT INTO event SELECT n, timestamptz '2026-01-01' + n * interval '1 minute', n % 8
        FROM generate_series(80001, 90000) n;
      """;

  private static final Map<String, String> STATEMENTS = statements();
  private static WhatIfServer server;
  private static WhatIf twin;

  private static Map<String, String> statements() {
    var statements = new LinkedHashMap<String, String>();
    statements.put("by key", "SELECT * FROM customer WHERE id = 5");
    statements.put("enum", "SELECT * FROM customer WHERE feels = 'sad' ORDER BY born DESC LIMIT 5");
    statements.put("citext", "SELECT * FROM customer WHERE name = 'NAME 7'");
    statements.put("domain", "SELECT count(*) FROM customer WHERE nick = 'nick 5'");
    statements.put("function", "SELECT * FROM customer WHERE shout(nick) = 'NICK 5!'");
    statements.put("array", "SELECT count(*) FROM customer WHERE tags && ARRAY['t3', 'u1']");
    statements.put("json", "SELECT count(*) FROM customer WHERE doc @> '{\"k\": 3}'");
    statements.put("two", "SELECT count(*) FROM customer WHERE region = 7 AND country = 1");
    statements.put("groups", "SELECT region, country, count(*) FROM customer GROUP BY 1, 2");
    statements.put("excluded", "SELECT * FROM customer WHERE region < 0");
    statements.put(
        "parts",
        "SELECT c.name, b.betrag FROM \"Bestellung\" b JOIN customer c ON c.id = b.kunde"
            + " WHERE b.\"am\" BETWEEN '2024-03-01' AND '2024-03-05' AND c.region = 3");
    statements.put("part by key", "SELECT * FROM \"Bestellung\" WHERE kunde = 77");
    statements.put("heirs", "SELECT count(*) FROM animal WHERE id BETWEEN 4000 AND 6000");
    statements.put("view", "SELECT * FROM sadder WHERE loud = 'NICK 5!'");
    statements.put("materialized", "SELECT * FROM per_day WHERE n > 70 ORDER BY total");
    statements.put(
        "behind the end", "SELECT count(*) FROM event WHERE at > '2026-02-27' AND kind = 3");
    statements.put("parameter", "SELECT * FROM customer WHERE born = $1 AND region > $2");
    statements.put("insert", "INSERT INTO event VALUES (1, now(), 2)");
    statements.put("update", "UPDATE customer SET region = 3 WHERE nick = 'nick 9'");
    return statements;
  }

  @BeforeAll
  @SuppressWarnings("MustBeClosedChecker") // closed after the last test
  static void start() throws Exception {
    server =
        WhatIfServer.with(c -> {
          Sql.execute(c, SETUP);
          Sql.execute(c, "ALTER DATABASE shop SET constraint_exclusion = on");
        });
    server.execute(LATER);
    twin = WhatIfs.twin(server.target, server.session);
  }

  @AfterAll
  static void stop() {
    twin.close();
    server.close();
  }

  static String shape(JsonNode node) {
    var fields = List.of("Node Type", "Join Type", "Alias", "Index Name", "Filter", "Index Cond");
    var line = new StringBuilder("(");
    fields.forEach(f -> line.append(node.path(f).asString("")).append('|'));
    node.path("Plans").forEach(child -> line.append(shape(child)));
    return line.append(")").toString();
  }

  private static Planned.Plan plan(WhatIf whatIf, Indexes indexes, String sql) throws SQLException {
    return switch (whatIf.plan(indexes, sql)) {
      case Planned.Plan plan -> plan;
      case Planned.Refused refused -> throw new AssertionError(sql + ": " + refused.reason());
    };
  }

  private static void isPlannedAlike(Connection real, WhatIf other, String id, String sql)
      throws SQLException {
    var expected = Explain.plan(real, sql);
    var plan = plan(other, Indexes.AS_IT_IS, sql);
    assertThat(shape(plan.top())).as(id).isEqualTo(shape(expected));
    double cost = expected.path("Total Cost").asDouble();
    assertThat(plan.cost()).as(id).isCloseTo(cost, within(0.005 * cost + 0.02));
  }

  @Test
  void plans_as_the_original_does() throws Exception {
    try (var real = server.target.connect()) {
      for (var statement : STATEMENTS.entrySet()) {
        isPlannedAlike(real, twin, statement.getKey(), statement.getValue());
      }
    }
  }

  @Test
  void names_what_could_not_be_made() {
    assertThat(twin.caveats())
        .hasSize(2)
        .anyMatch(c -> c.startsWith("view public.needs_longest: "))
        .anyMatch(c -> c.startsWith("aggregate public.longest(text): "));
  }

  @Test
  void a_statement_that_cannot_be_planned_is_refused_with_the_reason() throws Exception {
    assertThat(twin.plan(Indexes.AS_IT_IS, "SELECT * FROM nowhere"))
        .isInstanceOfSatisfying(
            Planned.Refused.class, r -> assertThat(r.reason()).contains("nowhere"));
    assertThat(plan(twin, Indexes.AS_IT_IS, "SELECT 1").cost()).isPositive();
  }

  @Test
  void an_added_index_is_used_as_the_real_one_would_be() throws Exception {
    var added =
        List.of(
            IndexDefinition.btree("public", "customer", "nick"),
            IndexDefinition.btree("public", "customer", "region", "born"),
            IndexDefinition.btree("public", "Bestellung", "betrag"),
            IndexDefinition.btree("public", "event", "kind").including(List.of("at")),
            IndexDefinition.btree(
                "public", "customer", List.of(IndexKey.expression("EXTRACT(year FROM born)"))));
    var statements =
        List.of(
            "SELECT * FROM customer WHERE nick = 'nick 5'",
            "SELECT * FROM customer WHERE region = 5 ORDER BY born LIMIT 3",
            "SELECT * FROM \"Bestellung\" WHERE betrag = 100",
            "SELECT at FROM event WHERE kind = 3 AND at > '2026-01-01 10:00' LIMIT 10",
            "SELECT count(*) FROM customer WHERE EXTRACT(year FROM born) = 1950");
    var guessed = new ArrayList<Planned.Plan>();
    for (int i = 0; i < added.size(); i++) {
      var plan = plan(twin, Indexes.adding(Set.of(added.get(i))), statements.get(i));
      assertThat(plan.used()).as(statements.get(i)).containsExactly(added.get(i));
      guessed.add(plan);
    }
    assertThat(plan(twin, Indexes.AS_IT_IS, statements.getFirst()).used()).isEmpty();
    try (var real = WhatIfs.onCopy(server.target, server.session)) {
      for (int i = 0; i < added.size(); i++) {
        var plan = plan(real, Indexes.adding(Set.of(added.get(i))), statements.get(i));
        assertThat(plan.used()).containsExactly(added.get(i));
        assertThat(guessed.get(i).cost())
            .as(statements.get(i))
            .isCloseTo(plan.cost(), within(0.05 * plan.cost() + 0.3));
        double bytes = real.bytes(added.get(i));
        assertThat((double) twin.bytes(added.get(i)))
            .as("bytes of " + added.get(i).body())
            .isCloseTo(bytes, within(0.25 * bytes + Page.BYTES));
      }
    }
  }

  @Test
  void an_index_is_hidden_even_where_a_constraint_needs_it() throws Exception {
    var hidden = new Indexes(Set.of(), Set.of(new QualifiedName("public", "customer_pkey")));
    var sql = "SELECT * FROM customer WHERE id = 5";
    assertThat(shape(plan(twin, hidden, sql).top())).contains("Seq Scan");
    assertThat(shape(plan(twin, Indexes.AS_IT_IS, sql).top())).contains("customer_pkey");
    var parts = new Indexes(Set.of(), Set.of(new QualifiedName("public", "Bestellung_kunde_idx")));
    var inParts = "SELECT * FROM \"Bestellung\" WHERE kunde = 77";
    assertThat(shape(plan(twin, parts, inParts).top())).contains("Seq Scan");
  }

  @Test
  void an_index_that_the_server_refuses_is_named() throws Exception {
    var volatileIndex =
        IndexDefinition.btree("public", "event", List.of(IndexKey.expression("at + now()::time")));
    assertThat(plan(twin, Indexes.adding(Set.of(volatileIndex)), "SELECT 1").used()).isEmpty();
    assertThat(twin.refusal(volatileIndex).orElse("")).contains("IMMUTABLE");
  }

  @Test
  void needs_no_more_than_to_read_the_catalog() throws Exception {
    var before = server.target.fingerprint();
    var url = "postgresql://reader:r@127.0.0.1:%d/shop".formatted(server.target.address().port());
    try (var reader = new PostgresKind().open(TargetSpec.of(url), server.session);
        var poor = WhatIfs.twin(reader, server.session)) {
      assertThat(plan(poor, Indexes.AS_IT_IS, "SELECT * FROM animal WHERE id = 7").cost())
          .isPositive();
      try (var real = server.target.connect()) {
        isPlannedAlike(real, poor, "readable", "SELECT * FROM customer WHERE nick = 'nick 5'");
      }
    }
    assertThat(server.target.fingerprint()).isEqualTo(before);
  }

  @Test
  void a_terabyte_takes_no_room(@TempDir Path folder) throws Exception {
    var file = Files.createFile(folder.resolve("relation"));
    var relation = new RelationFile(file);
    relation.resize(300_000);
    assertThat(relation.pages()).isEqualTo(300_000);
    relation.resize(1);
    assertThat(relation.pages()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {13, 15})
  void understands_older_servers(int major) throws Exception {
    try (var older = WhatIfServer.with(OlderBinaries.of(major), c -> Sql.execute(c, SETUP));
        var other = WhatIfs.twin(older.target, older.session);
        var real = older.target.connect()) {
      assertThat(other.caveats())
          .contains("planned by PostgreSQL 18 in place of " + major)
          .hasSize(3);
      for (var id : List.of("by key", "enum", "function", "json", "part by key", "heirs")) {
        var sql = STATEMENTS.getOrDefault(id, "");
        assertThat(shape(plan(other, Indexes.AS_IT_IS, sql).top()))
            .as(id)
            .isEqualTo(shape(Explain.plan(real, sql)));
      }
    }
  }
}
