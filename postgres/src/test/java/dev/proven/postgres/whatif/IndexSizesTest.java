package dev.proven.postgres.whatif;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.FormatMethod;
import dev.proven.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The predicted bytes of indexes of every kind against those of real ones. With {@code
 * -Dproven.sizes=full} there are ten times as many rows, and each figure is printed.
 */
class IndexSizesTest {
  private static final boolean FULL = "full".equals(System.getProperty("proven.sizes"));
  private static final int ROWS = FULL ? 400_000 : 40_000;

  private static final String SETUP =
      """
      CREATE EXTENSION pg_trgm;
      SELECT setseed(0.5);
      CREATE TABLE item (
        id bigint PRIMARY KEY, owner int NOT NULL, state text NOT NULL, mail text, note text,
        made timestamptz NOT NULL, gone timestamptz, price numeric(10, 2), code uuid,
        doc jsonb NOT NULL, tags text[] NOT NULL, seen int[], flag boolean NOT NULL,
        words tsvector);
      INSERT INTO item
        SELECT n, (power(random(), 3) * 5000)::int,
          CASE WHEN n % 1000 = 0 THEN 'failed' WHEN n % 20 = 0 THEN 'open' ELSE 'done' END,
          CASE WHEN n % 3 > 0 THEN 'user' || (n * 7919 % 30000) || '@example.org' END,
          (SELECT string_agg(substr(md5((n * 31 + k * k * 17 % (n % 97 + 2))::text), 1, (3 + k % 5)::int), ' ')
           FROM generate_series(1, 4 + n % 9) k),
          timestamptz '2026-01-01' + n * interval '20 seconds',
          CASE WHEN n % 10 = 0 THEN timestamptz '2026-06-01' + n % 700 * interval '1 hour' END,
          round((random() * 1000)::numeric, 2), md5(n::text)::uuid,
          jsonb_build_object('kind', n % 12, 'user', jsonb_build_object('id', n % 9000, 'vip', n % 50 = 0),
            'parts', jsonb_build_array(n % 7, n % 11, 'x' || n % 400), 'nr', n),
          ARRAY(SELECT 'tag' || ((power(random(), 2) * 800)::int + n * 0) FROM generate_series(1, 1 + n % 5)),
          CASE WHEN n % 4 > 0 THEN ARRAY[n % 2000, n % 77] END,
          n % 100 = 0,
          to_tsvector('simple', 'word' || n % 3000 || ' text' || n % 50 || ' all')
        FROM generate_series(1, ROWS::bigint) n
      """;

  /** Method, keys, included columns, predicate. */
  private static final String KINDS =
      """
      btree|"owner"||
      btree|"state"||
      btree|"mail"||
      btree|"note"||
      btree|"made"||
      btree|"gone"||
      btree|"price"||
      btree|"code"||
      btree|"flag"||
      btree|"owner", "made" DESC||
      btree|"state", "owner"||
      btree|"owner", "state", "price"||
      btree|"gone", "owner"||
      btree|"mail"|"id"|
      btree|"owner"|"state","price"|
      btree|"made"|"owner","flag","price"|
      btree|"owner"||"state" = 'failed'
      btree|"made"||"state" = 'open'
      btree|"owner", "made"||"gone" IS NULL
      btree|"id"||"flag"
      btree|"price"||"gone" IS NOT NULL AND "price" > 500
      btree|(lower(mail))||
      btree|((doc ->> 'kind'))||
      btree|(((doc ->> 'nr')::int))||
      btree|(date_trunc('day', made, 'UTC'))||
      btree|"owner", (lower(mail))||"state" <> 'done'
      hash|"mail"||
      hash|"code"||
      hash|"owner"||
      hash|"state"||
      brin|"made"||
      brin|"id"||
      gin|"doc" jsonb_path_ops||
      gin|"doc"||
      gin|"tags"||
      gin|"seen"||
      gin|"words"||
      gin|"note" gin_trgm_ops||
      gin|"mail" gin_trgm_ops||
      gin|(lower(note)) gin_trgm_ops||
      gin|((doc -> 'parts')) jsonb_path_ops||
      gin|(to_tsvector('simple'::regconfig, note))||
      gin|"tags"||"state" = 'open'
      """;

  private static WhatIfServer server;

  private record Compared(IndexDefinition index, double predicted, double real) {
    double error() {
      return Math.abs(predicted / real - 1);
    }
  }

  @BeforeAll
  @SuppressWarnings("MustBeClosedChecker") // closed after the last test
  static void start() {
    server = WhatIfServer.with(c -> Sql.execute(c, SETUP.replace("ROWS", String.valueOf(ROWS))));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static IndexDefinition definition(String line) {
    var fields = line.split("\\|", -1);
    var keys = new ArrayList<IndexKey>();
    for (String key :
        fields[1].startsWith("(") ? new String[] {fields[1]} : fields[1].split(", ")) {
      keys.add(key(key));
    }
    return new IndexDefinition(
        "public",
        "item",
        IndexMethod.valueOf(fields[0].toUpperCase(Locale.ROOT)),
        keys,
        fields[2].isEmpty() ? List.of() : List.of(fields[2].replace("\"", "").split(",")),
        fields[3]);
  }

  private static IndexKey key(String text) {
    var order = text.endsWith(" DESC") ? text.substring(0, text.length() - 5) : text;
    int blank = order.endsWith("_ops") ? order.lastIndexOf(' ') : -1;
    var opclass = blank < 0 ? "" : order.substring(blank + 1);
    var subject = blank < 0 ? order : order.substring(0, blank);
    var key =
        subject.startsWith("(")
            ? IndexKey.expression(subject)
            : IndexKey.column(subject.replace("\"", ""));
    boolean descending = text.endsWith(" DESC");
    return key.with(opclass).ordered(descending, descending);
  }

  private static List<Compared> compare(Connection connection, IndexSizes sizes)
      throws SQLException {
    var compared = new ArrayList<Compared>();
    for (var line : KINDS.lines().toList()) {
      var index = definition(line);
      Sql.execute(connection, index.create("size"));
      long real = Sql.number(connection, "SELECT pg_relation_size('size')");
      Sql.execute(connection, "DROP INDEX size");
      compared.add(new Compared(index, sizes.bytes(index), real));
    }
    compared.sort(Comparator.comparingDouble(Compared::error));
    return compared;
  }

  @Test
  void every_kind_is_predicted_within_a_quarter() throws Exception {
    try (var connection = server.target.connect()) {
      var compared = compare(connection, IndexSizes.sampling(connection));
      for (var one : compared) {
        print(
            "%10.0f predicted, %10.0f real, error %5.1f %%: %s",
            one.predicted(), one.real(), 100 * one.error(), one.index().body());
      }
      var worst = compared.getLast();
      print(
          "%d indexes, median error %.2f %%, worst %.1f %% (%s)",
          compared.size(),
          100 * compared.get(compared.size() / 2).error(),
          100 * worst.error(),
          worst.index().body());
      assertThat(compared)
          .hasSizeGreaterThan(40)
          .allMatch(c -> Math.abs(c.predicted() - c.real()) <= 0.25 * c.real() + 2 * Page.BYTES);
      assertThat(compared.get(compared.size() / 2).error()).isLessThan(0.03);
    }
  }

  @FormatMethod
  private static void print(String format, Object... args) {
    if (FULL) {
      System.out.println(String.format(Locale.ROOT, format, args));
    }
  }
}
