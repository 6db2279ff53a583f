package dev.proven.postgres.rewrite.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.proven.postgres.rewrite.RewriteServer;
import dev.proven.postgres.rewrite.Shop;
import dev.proven.postgres.rewrite.check.GeneratedDatabases;
import dev.proven.postgres.rewrite.check.Snapshot;
import dev.proven.postgres.rewrite.check.Tested;
import dev.proven.postgres.rewrite.sql.Writer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every rule where it fits and where it must not. What fits is put to the real data and to
 * generated databases as well.
 */
final class RulesTest {
  private static RewriteServer shop;

  @BeforeAll
  static void start() {
    shop = Shop.open();
  }

  @AfterAll
  static void stop() {
    shop.close();
  }

  /** A rule, a statement that it fits, and what the new text must hold. */
  static Stream<Arguments> fits() {
    return Stream.of(
        arguments(
            new GroupedJoin(),
            "SELECT o.id FROM orders o, customer c WHERE c.id = o.customer_id AND c.region = 3"
                + " AND o.total < (SELECT 0.2 * avg(total) FROM orders WHERE customer_id = c.id)",
            "GROUP BY orders.customer_id) AS grouped"),
        arguments(
            new GroupedJoin(),
            "SELECT c.id, (SELECT count(*) FROM orders o WHERE o.customer_id = c.id) FROM customer c",
            "coalesce(grouped.value, 0) AS count"),
        arguments(
            new GroupedJoin(),
            "SELECT c.id, (SELECT max(total) FROM orders o WHERE o.customer_id = c.id) FROM customer c"
                + " ORDER BY c.id LIMIT 5",
            "LEFT JOIN (SELECT o.customer_id AS key1, max(o.total) AS value"),
        arguments(
            new GroupedJoin(),
            "SELECT c.id, (SELECT coalesce(sum(total), -1) FROM orders o WHERE o.payer = c.id"
                + " AND o.status = 'open') AS open FROM customer c, blocked b"
                + " WHERE b.customer_id = c.id",
            "CASE WHEN grouped.key1 IS NULL THEN coalesce(NULL, -1) ELSE grouped.value END AS open"),
        arguments(
            new GroupedJoin(),
            "SELECT c.id FROM customer c WHERE c.region = 1"
                + " OR 3 < (SELECT count(*) FROM orders o WHERE o.customer_id = c.id)",
            "coalesce(grouped.value, 0)"),
        arguments(
            new GroupedJoin(),
            "SELECT c.id FROM customer c WHERE (SELECT count(note) FROM orders o"
                + " WHERE o.customer_id = c.id) = 0",
            "LEFT JOIN"),
        arguments(
            new GroupedJoin(),
            "SELECT i.line FROM item i WHERE i.quantity >= (SELECT max(quantity) FROM item j"
                + " WHERE j.order_id = i.order_id AND j.product = i.product)",
            "GROUP BY j.order_id, j.product"),
        arguments(
            new Windowed(),
            "SELECT sum(i.price) / 7.0 FROM item i, orders o WHERE o.id = i.order_id"
                + " AND o.status = 'open' AND i.quantity < (SELECT 1.2 * avg(quantity) FROM item"
                + " WHERE order_id = o.id)",
            "avg(i.quantity) OVER (PARTITION BY i.order_id)"),
        arguments(
            new Windowed(),
            "SELECT o.id, o.total FROM orders o WHERE o.status = 'done' AND o.placed = (SELECT"
                + " max(placed) FROM orders p WHERE p.payer = o.payer) ORDER BY o.id",
            "WHERE o.payer IS NOT NULL"),
        arguments(
            new Windowed(),
            "SELECT o.status, count(*) FROM orders o JOIN customer c ON c.id = o.customer_id"
                + " WHERE c.region = 2 AND o.total > (SELECT avg(p.total) FROM orders p"
                + " WHERE p.customer_id = o.customer_id) GROUP BY o.status",
            "OVER (PARTITION BY o.customer_id)"),
        arguments(
            new PreAggregated(),
            "SELECT c.id, c.name, count(o.id), sum(o.total), count(*) FROM customer c LEFT JOIN orders o"
                + " ON o.customer_id = c.id AND o.note LIKE 'note%' GROUP BY c.id, c.name",
            "coalesce(grouped.count1, 0) AS count"),
        arguments(
            new PreAggregated(),
            "SELECT c.id, count(*) FROM customer c LEFT JOIN orders o ON o.payer = c.id"
                + " GROUP BY c.id HAVING count(o.note) > 1 ORDER BY count(*) DESC, c.id",
            "coalesce(grouped.count"),
        arguments(
            new PreAggregated(),
            "SELECT c.id, max(o.total) FROM customer c, orders o WHERE o.customer_id = c.id"
                + " AND c.region = 4 GROUP BY c.id",
            "GROUP BY o.customer_id) AS grouped"),
        arguments(
            new NotIn(),
            "SELECT c.id FROM customer c WHERE c.id NOT IN (SELECT customer_id FROM orders"
                + " WHERE status = 'open')",
            "NOT EXISTS"),
        arguments(
            new NotIn(),
            "SELECT id FROM customer WHERE id NOT IN (SELECT customer_id FROM blocked"
                + " WHERE customer_id IS NOT NULL)",
            "NOT EXISTS"),
        arguments(
            new NullableNotIn(),
            "SELECT id FROM customer WHERE id NOT IN (SELECT customer_id FROM blocked)",
            "customer_id IS NULL)"),
        arguments(
            new NullableNotIn(),
            "SELECT id FROM customer WHERE id NOT IN (SELECT customer_id FROM blocked"
                + " WHERE reason = 'r')",
            "customer_id IS NULL)"),
        arguments(
            new NullableNotIn(),
            "SELECT id FROM customer WHERE region NOT IN (SELECT id FROM customer WHERE id > 20)",
            "region IS NOT NULL"),
        arguments(
            new NullableNotIn(),
            "SELECT c.id FROM customer c LEFT JOIN partner p ON p.customer_id = c.id"
                + " WHERE p.customer_id NOT IN (SELECT payer FROM orders WHERE total > 700)",
            "payer IS NULL)"),
        arguments(
            new NullableNotIn(),
            "SELECT c.id FROM customer c WHERE c.region NOT IN (SELECT o.payer FROM orders o"
                + " WHERE o.customer_id = c.id)",
            "payer IS NULL)"),
        arguments(
            new CorrelatedIn(),
            "SELECT c.id FROM customer c WHERE c.region IN (SELECT o.payer FROM orders o"
                + " WHERE o.customer_id = c.id)",
            "EXISTS"),
        arguments(
            new CountExists(),
            "SELECT id FROM customer c WHERE (SELECT count(note) FROM orders o"
                + " WHERE o.customer_id = c.id) > 0",
            "o.note IS NOT NULL"),
        arguments(
            new CountExists(),
            "SELECT id FROM customer c WHERE 0 = (SELECT count(*) FROM orders o"
                + " WHERE o.customer_id = c.id)",
            "NOT EXISTS"),
        arguments(
            new SemiJoin(),
            "SELECT DISTINCT c.id, c.name FROM customer c JOIN orders o ON o.customer_id = c.id"
                + " WHERE o.total > 500 ORDER BY c.id",
            "SELECT c.id, c.name"),
        arguments(
            new SemiJoin(),
            "SELECT DISTINCT c.name FROM customer c, orders o, item i WHERE o.customer_id = c.id"
                + " AND i.order_id = o.id AND i.product = 7",
            "SELECT DISTINCT c.name"),
        arguments(
            new SemiJoin(),
            "SELECT c.region FROM customer c, orders o WHERE o.customer_id = c.id GROUP BY c.region",
            "EXISTS"),
        arguments(
            new OrSplit(),
            "SELECT o.id, c.name FROM orders o, customer c WHERE (o.customer_id = c.id OR o.payer = c.id)"
                + " AND o.total > 900",
            "IS NOT TRUE"),
        arguments(
            new OrSplit(),
            "SELECT count(*), sum(total) FROM orders WHERE note = 'note 1' OR payer = 7 OR shipped IS NULL",
            "UNION ALL"),
        arguments(
            new Range(),
            "SELECT id FROM orders WHERE date_trunc('month', placed) = '2023-05-01'",
            "orders.placed >= TIMESTAMP '2023-05-01 00:00:00'"),
        arguments(
            new Range(),
            "SELECT id FROM orders WHERE placed::date = '2023-05-07'",
            "orders.placed < TIMESTAMP '2023-05-08 00:00:00'"),
        arguments(
            new Range(),
            "SELECT count(*) FROM orders WHERE NOT (date(shipped) <> DATE '2023-05-07')",
            "orders.shipped >= TIMESTAMP '2023-05-08 00:00:00'"),
        arguments(
            new Range(),
            "SELECT id FROM customer WHERE extract(year FROM joined) = 2021",
            "customer.joined < DATE '2022-01-01'"),
        arguments(
            new Range(),
            "SELECT id FROM orders WHERE extract(year FROM placed) = 2023"
                + " AND extract(month FROM placed) = 12",
            "orders.placed < TIMESTAMP '2024-01-01 00:00:00'"),
        arguments(
            new Range(),
            "SELECT id FROM orders WHERE date_part('year', shipped) > 2022",
            "orders.shipped >= TIMESTAMP '2023-01-01 00:00:00'"),
        arguments(
            new Range(),
            "SELECT id FROM orders WHERE date_trunc('day', placed) BETWEEN '2023-02-27' AND '2023-03-01'",
            "orders.placed < TIMESTAMP '2023-03-02 00:00:00'"),
        arguments(
            new Range(),
            "SELECT id FROM orders WHERE (sent AT TIME ZONE 'UTC')::date <= '2023-06-30'",
            "orders.sent < TIMESTAMPTZ '2023-07-01 00:00:00+00'"),
        arguments(
            new Range(),
            "SELECT id FROM customer WHERE date_trunc('month', joined) < '2021-03-01'",
            "customer.joined < DATE '2021-03-01'"),
        arguments(
            new BareColumn(), "SELECT id FROM orders WHERE payer + 5 > 20", "orders.payer > 15"),
        arguments(new BareColumn(), "SELECT id FROM orders WHERE 20 >= id - 7", "orders.id <= 27"),
        arguments(
            new BareColumn(), "SELECT id FROM orders WHERE id::text = '42'", "orders.id = 42"),
        arguments(
            new BareColumn(),
            "SELECT id FROM orders WHERE tag::text = '00000000-0000-0000-0000-000000000001'",
            "AS uuid)"),
        arguments(
            new BareColumn(),
            "SELECT id FROM orders WHERE coalesce(payer, 0) = 7",
            "WHERE orders.payer = 7"),
        arguments(
            new BareColumn(),
            "SELECT id FROM orders WHERE coalesce(payer, 0) < 7",
            "orders.payer IS NULL"),
        arguments(
            new BareColumn(),
            "SELECT id FROM orders WHERE coalesce(note, '') <> 'note 1'",
            "orders.note IS NULL"),
        arguments(new BareColumn(), "SELECT note FROM orders WHERE id = 42.0", "orders.id = 42"),
        arguments(
            new BareColumn(), "SELECT id FROM orders WHERE 41.5 > payer", "orders.payer <= 41"),
        arguments(
            new BareColumn(), "SELECT id FROM orders WHERE payer >= -3.5", "orders.payer > (-4)"),
        arguments(
            new BareColumn(),
            "SELECT line FROM item WHERE coalesce(price, 0.00) < 5",
            "item.price IS NULL"),
        arguments(
            new Range(),
            "SELECT id FROM orders WHERE placed::date >= CURRENT_DATE - 3",
            "orders.placed >= (CURRENT_DATE - 3)"),
        arguments(
            new Range(),
            "SELECT id FROM orders WHERE CURRENT_DATE = shipped::date",
            "orders.shipped < (CURRENT_DATE + 1)"),
        arguments(
            new PrintedDate(),
            "SELECT id FROM orders WHERE to_char(placed, 'YYYY-MM') = '2023-12'",
            "orders.placed < TIMESTAMP '2022-01-01 00:00:00 BC'"),
        arguments(
            new PrintedDate(),
            "SELECT id FROM orders WHERE '2024-02-29' = to_char(shipped, 'YYYY-MM-DD')",
            "orders.shipped < TIMESTAMP '2024-03-01 00:00:00'"),
        arguments(
            new PrintedDate(),
            "SELECT id FROM orders WHERE to_char(placed, 'YYYY') = '2023'",
            "orders.placed >= TIMESTAMP '2023-01-01 00:00:00 BC'"),
        arguments(
            new ExistsSplit(),
            "SELECT c.id FROM customer c WHERE EXISTS (SELECT 1 FROM orders o"
                + " WHERE (o.customer_id = c.id OR o.payer = c.id) AND o.status = 'open')",
            "OR EXISTS"),
        arguments(
            new ExistsSplit(),
            "SELECT c.id FROM customer c WHERE NOT EXISTS (SELECT 1 FROM orders o"
                + " WHERE o.customer_id = c.id AND o.total > 900 OR o.payer = c.region)",
            "AND (NOT EXISTS"),
        arguments(
            new DisjointUnion(),
            "SELECT id, total FROM orders WHERE status = 'open'"
                + " UNION SELECT id, total FROM orders WHERE status = 'done' ORDER BY id",
            "UNION ALL"),
        arguments(
            new DisjointUnion(),
            "SELECT 'customer' AS what, id FROM customer"
                + " UNION SELECT 'order', o.id FROM orders o WHERE o.payer = 3",
            "UNION ALL"),
        arguments(
            new ValuesList(),
            "SELECT id FROM orders WHERE payer IN ("
                + String.join(
                    ", ", Stream.iterate(1, i -> i + 3).limit(60).map(i -> "" + i).toList())
                + ")",
            "IN (VALUES (1), (4)"),
        arguments(
            new ValuesList(),
            "SELECT id FROM orders WHERE status NOT IN (VALUES ('open'), ('lost'))",
            "NOT IN ('open', 'lost')"),
        arguments(
            new Materialization(),
            "WITH t AS (SELECT customer_id, sum(total) AS s FROM orders GROUP BY customer_id)"
                + " SELECT a.s FROM t a, t b WHERE a.customer_id = 5 AND b.customer_id = 6",
            "AS NOT MATERIALIZED"),
        arguments(
            new Materialization(),
            "WITH t AS (SELECT customer_id, sum(total) AS s FROM orders GROUP BY customer_id)"
                + " SELECT c.id FROM customer c, t WHERE t.customer_id = c.id",
            "t AS MATERIALIZED"));
  }

  @ParameterizedTest
  @MethodSource("fits")
  void a_rule_that_fits_gives_a_text_that_nothing_tells_apart(
      Rule rule, String sql, String expected) throws SQLException {
    var query = shop.read(sql);
    var functions = shop.catalog().functions();
    var rewritten = shop.rewrite(rule, sql);
    assertThat(rewritten).isNotEmpty();
    assertThat(rewritten.stream().map(r -> Writer.text(r.query())))
        .anyMatch(t -> t.contains(expected));
    for (int i = 0; i < rewritten.size(); i++) {
      int place = i;
      var text = Writer.text(rewritten.get(i).query());
      try (var snapshot = Snapshot.of(shop.target, query, Duration.ofSeconds(60))) {
        assertThat(snapshot.compare(rewritten.get(i).query()))
            .as(text)
            .isInstanceOf(Snapshot.Verdict.Alike.class);
      }
      var tested =
          new GeneratedDatabases(shop.target)
              .test(
                  query,
                  q ->
                      rule.rewrite(q, Facts.of(q, functions)).stream()
                          .skip(place)
                          .findFirst()
                          .map(Rewritten::query)
                          .or(Optional::empty));
      assertThat(tested).as(text).isInstanceOf(Tested.Alike.class);
      var alike = (Tested.Alike) tested;
      assertThat(alike.databases()).as(text).isGreaterThanOrEqualTo(GeneratedDatabases.LEAST);
      assertThat(alike.telling()).as(text).isGreaterThanOrEqualTo(5);
    }
  }

  /** A rule, and a statement that looks as if it fitted. */
  static Stream<Arguments> traps() {
    return Stream.of(
        // NOT IN: a NULL on either side, by the catalog, by an outer join, by ROLLUP.
        arguments(
            new NotIn(),
            "SELECT id FROM customer WHERE id NOT IN (SELECT customer_id FROM blocked)"),
        arguments(
            new NotIn(), "SELECT id FROM customer WHERE region NOT IN (SELECT id FROM customer)"),
        arguments(
            new NotIn(),
            "SELECT c.id FROM customer c LEFT JOIN partner p ON p.customer_id = c.id"
                + " WHERE p.customer_id NOT IN (SELECT customer_id FROM orders)"),
        arguments(
            new NotIn(),
            "SELECT id FROM customer WHERE id NOT IN (SELECT o.customer_id FROM item i"
                + " LEFT JOIN orders o ON o.id = i.order_id)"),
        arguments(
            new NotIn(),
            "SELECT id FROM customer WHERE id NOT IN (SELECT s.r FROM (SELECT customer_id AS r"
                + " FROM orders GROUP BY ROLLUP (customer_id)) s)"),
        arguments(new NotIn(), "SELECT id FROM customer WHERE id NOT IN (SELECT id FROM half)"),
        arguments(
            new NotIn(),
            "SELECT id FROM customer WHERE id NOT IN (SELECT customer_id FROM orders LIMIT 3)"),
        arguments(
            new NotIn(),
            "SELECT id FROM customer WHERE id NOT IN (SELECT max(customer_id) FROM orders)"),
        arguments(
            new NullableNotIn(),
            "SELECT id FROM customer WHERE id NOT IN (SELECT customer_id FROM blocked LIMIT 3)"),
        arguments(
            new NullableNotIn(),
            "SELECT id FROM customer WHERE id NOT IN (SELECT max(customer_id) FROM blocked)"),
        arguments(
            new NullableNotIn(),
            "SELECT id FROM customer WHERE (id, region) NOT IN (SELECT customer_id, 3 FROM blocked)"),
        arguments(
            new NullableNotIn(),
            "SELECT id NOT IN (SELECT customer_id FROM blocked) FROM customer"),
        arguments(
            new NullableNotIn(),
            "SELECT id FROM customer WHERE region = 3 OR id NOT IN (SELECT customer_id FROM blocked)"),
        // Grouping: equality that does not group alike, bounds other than equality, what may fail.
        arguments(
            new GroupedJoin(),
            "SELECT f FROM floats g WHERE n < (SELECT sum(n) FROM floats h WHERE h.n = g.f)"),
        arguments(
            new GroupedJoin(),
            "SELECT id FROM customer c WHERE id < (SELECT count(*) FROM customer d WHERE d.nick = c.name)"),
        arguments(
            new GroupedJoin(),
            "SELECT id FROM orders o WHERE total < (SELECT avg(total) FROM orders p"
                + " WHERE p.customer_id <> o.customer_id)"),
        arguments(
            new GroupedJoin(),
            "SELECT id FROM orders o WHERE total < (SELECT sum(total / payer) FROM orders p"
                + " WHERE p.customer_id = o.customer_id)"),
        arguments(
            new GroupedJoin(),
            "SELECT id FROM orders o WHERE total < (SELECT sum(total) FROM orders p"
                + " WHERE p.customer_id = o.customer_id AND note::int > 3)"),
        arguments(
            new GroupedJoin(),
            "SELECT id FROM orders o WHERE total < (SELECT sum(p.total * o.total) FROM orders p"
                + " WHERE p.customer_id = o.customer_id)"),
        arguments(
            new GroupedJoin(),
            "SELECT id FROM orders o WHERE total < (SELECT max(p.total) FROM orders p"
                + " WHERE p.customer_id = o.customer_id GROUP BY p.status)"),
        arguments(
            new GroupedJoin(),
            "SELECT status, (SELECT max(p.total) FROM orders p WHERE p.status = o.status) FROM orders o"
                + " GROUP BY status"),
        // Windows: another table multiplies rows, other conditions, DISTINCT, count.
        arguments(
            new Windowed(),
            "SELECT o.id FROM orders o, item i WHERE i.order_id = o.id AND o.total > (SELECT avg(total)"
                + " FROM orders p WHERE p.customer_id = o.customer_id)"),
        arguments(
            new Windowed(),
            "SELECT o.id FROM orders o WHERE o.total > (SELECT avg(total) FROM orders p"
                + " WHERE p.customer_id = o.customer_id AND p.status = 'open')"),
        arguments(
            new Windowed(),
            "SELECT o.id FROM orders o WHERE o.total > (SELECT sum(DISTINCT total) FROM orders p"
                + " WHERE p.customer_id = o.customer_id)"),
        arguments(
            new Windowed(),
            "SELECT o.id FROM orders o WHERE 3 > (SELECT count(*) FROM orders p WHERE p.payer = o.payer)"),
        arguments(
            new Windowed(),
            "SELECT o.id FROM orders o, partner p WHERE p.customer_id = o.customer_id AND o.total >"
                + " (SELECT avg(total) FROM orders q WHERE q.customer_id = p.customer_id)"),
        // Groups below a join: a key that is none, an aggregate of the other side, a filter behind.
        arguments(
            new PreAggregated(),
            "SELECT c.name, count(o.id) FROM customer c LEFT JOIN orders o ON o.customer_id = c.id"
                + " GROUP BY c.name"),
        arguments(
            new PreAggregated(),
            "SELECT p.id, count(o.id) FROM parent p LEFT JOIN orders o ON o.customer_id = p.id"
                + " GROUP BY p.id"),
        arguments(
            new PreAggregated(),
            "SELECT p.customer_id, count(o.id) FROM partner p LEFT JOIN orders o"
                + " ON o.customer_id = p.customer_id GROUP BY p.customer_id"),
        arguments(
            new PreAggregated(),
            "SELECT c.id, sum(c.region) FROM customer c LEFT JOIN orders o ON o.customer_id = c.id"
                + " GROUP BY c.id"),
        arguments(
            new PreAggregated(),
            "SELECT c.id, sum(coalesce(o.total, 1)) FROM customer c LEFT JOIN orders o"
                + " ON o.customer_id = c.id GROUP BY c.id"),
        arguments(
            new PreAggregated(),
            "SELECT c.id, count(o.id) FROM customer c LEFT JOIN orders o ON o.customer_id = c.id"
                + " WHERE o.total > 3 GROUP BY c.id"),
        arguments(
            new PreAggregated(),
            "SELECT c.id, count(o.id), sum(count(o.id)) OVER () FROM customer c LEFT JOIN orders o"
                + " ON o.customer_id = c.id GROUP BY c.id"),
        arguments(
            new PreAggregated(),
            "SELECT c.id, count(*) FILTER (WHERE o.id IS NULL) FROM customer c LEFT JOIN orders o"
                + " ON o.customer_id = c.id GROUP BY c.id"),
        arguments(
            new PreAggregated(),
            "SELECT c.id, o.status, count(o.id) FROM customer c LEFT JOIN orders o"
                + " ON o.customer_id = c.id GROUP BY c.id, o.status"),
        // Ranges: the time zone, constants that name no bucket, texts that print two years alike.
        arguments(new Range(), "SELECT id FROM orders WHERE sent::date = '2023-05-07'"),
        arguments(
            new Range(), "SELECT id FROM orders WHERE date_trunc('day', sent) = '2023-05-07'"),
        arguments(new Range(), "SELECT id FROM orders WHERE extract(year FROM sent) = 2023"),
        arguments(
            new Range(),
            "SELECT id FROM orders WHERE date_trunc('day', placed) = timestamptz '2023-05-07'"),
        arguments(
            new Range(),
            "SELECT id FROM orders WHERE (sent AT TIME ZONE 'Europe/Berlin')::date = '2023-05-07'"),
        arguments(
            new Range(), "SELECT id FROM orders WHERE date_trunc('month', placed) = '2023-05-02'"),
        arguments(new Range(), "SELECT id FROM orders WHERE placed::date = '2023-05-07 10:00'"),
        arguments(new Range(), "SELECT id FROM orders WHERE placed::date = 'today'"),
        arguments(
            new Range(), "SELECT id FROM orders WHERE to_char(placed, 'YYYY-MM') = '2023-05'"),
        arguments(
            new PrintedDate(), "SELECT id FROM orders WHERE to_char(sent, 'YYYY-MM') = '2023-05'"),
        arguments(
            new PrintedDate(), "SELECT id FROM orders WHERE to_char(placed, 'YY-MM') = '23-05'"),
        arguments(
            new PrintedDate(), "SELECT id FROM orders WHERE to_char(placed, 'YYYY-MM') = '2023-5'"),
        arguments(
            new PrintedDate(),
            "SELECT id FROM orders WHERE to_char(placed, 'YYYY-MM-DD') = '2023-02-29'"),
        arguments(
            new PrintedDate(),
            "SELECT id FROM orders WHERE to_char(placed, 'YYYY-MM') < '2023-05'"),
        arguments(
            new PrintedDate(),
            "SELECT id FROM customer WHERE to_char(joined, 'YYYY-MM') = '2023-05'"),
        arguments(new PrintedDate(), "SELECT to_char(placed, 'YYYY-MM') = '2023-05' FROM orders"),
        arguments(new Range(), "SELECT id FROM orders WHERE extract(month FROM placed) = 5"),
        arguments(new Range(), "SELECT id FROM orders WHERE extract(year FROM placed) = -5"),
        arguments(
            new Range(), "SELECT id FROM customer WHERE date_trunc('day', joined) = '2021-01-01'"),
        arguments(
            new Range(), "SELECT id FROM customer WHERE date_trunc('year', joined) = '1845-01-01'"),
        // A column as it is: floats, texts that are not canonical, other comparisons of texts.
        arguments(new BareColumn(), "SELECT id FROM orders WHERE weight + 1 > 3"),
        arguments(new BareColumn(), "SELECT id FROM orders WHERE payer + 1.5 > 3"),
        arguments(new BareColumn(), "SELECT id FROM orders WHERE id::text = '042'"),
        arguments(new BareColumn(), "SELECT id FROM orders WHERE id::text < '42'"),
        arguments(new BareColumn(), "SELECT id FROM orders WHERE total::text = '42'"),
        arguments(new BareColumn(), "SELECT id FROM customer WHERE coalesce(nick, 'A') = 'a'"),
        arguments(new BareColumn(), "SELECT coalesce(payer, 0) = 7 FROM orders"),
        arguments(new BareColumn(), "SELECT id FROM orders WHERE payer = 42.5"),
        arguments(new BareColumn(), "SELECT id FROM orders WHERE weight = 42.0"),
        arguments(new BareColumn(), "SELECT id FROM orders WHERE coalesce(weight, 0) < 5"),
        arguments(new BareColumn(), "SELECT id FROM orders WHERE coalesce(discount, 0.5) < 5"),
        arguments(new Range(), "SELECT id FROM orders WHERE sent::date = CURRENT_DATE"),
        arguments(new Range(), "SELECT id FROM orders WHERE placed::date = 'yesterday'"),
        arguments(new Range(), "SELECT id FROM orders WHERE placed::date = CURRENT_TIMESTAMP"),
        // DISTINCT that decides, aggregates, limits.
        arguments(
            new SemiJoin(),
            "SELECT c.id FROM customer c JOIN orders o ON o.customer_id = c.id WHERE o.total > 500"),
        arguments(
            new SemiJoin(),
            "SELECT c.region, count(*) FROM customer c, orders o WHERE o.customer_id = c.id"
                + " GROUP BY c.region"),
        arguments(
            new SemiJoin(),
            "SELECT DISTINCT c.id FROM customer c LEFT JOIN orders o ON o.customer_id = c.id"),
        arguments(
            new SemiJoin(),
            "SELECT DISTINCT c.id, o.total FROM customer c, orders o WHERE o.customer_id = c.id"),
        // OR: one column, or rows that an outer join fills.
        arguments(new OrSplit(), "SELECT id FROM orders WHERE payer = 3 OR payer = 4"),
        arguments(
            new OrSplit(),
            "SELECT c.id FROM customer c LEFT JOIN orders o ON o.customer_id = c.id"
                + " WHERE o.total > 3 OR c.region = 1"),
        arguments(
            new OrSplit(),
            "SELECT unnest(ARRAY[1, 2]) FROM orders WHERE payer = 3 OR status = 'a'"),
        // EXISTS that looks at nothing outside, groups, or limits.
        arguments(
            new ExistsSplit(),
            "SELECT id FROM customer WHERE EXISTS (SELECT 1 FROM orders WHERE payer = 3 OR total > 5)"),
        arguments(
            new ExistsSplit(),
            "SELECT c.id FROM customer c WHERE EXISTS (SELECT o.payer FROM orders o"
                + " WHERE o.customer_id = c.id OR o.payer = c.id GROUP BY o.payer"
                + " HAVING count(*) > 3)"),
        arguments(
            new ExistsSplit(),
            "SELECT c.id FROM customer c WHERE EXISTS (SELECT 1 FROM orders o"
                + " WHERE o.customer_id = c.id OR o.payer = c.id OFFSET 2)"),
        arguments(
            new ExistsSplit(),
            "SELECT EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id OR o.payer = c.id)"
                + " FROM customer c"),
        // UNION: rows that come twice, in one branch or in both; a key that is none; NULL.
        arguments(
            new DisjointUnion(),
            "SELECT status FROM orders WHERE payer = 1 UNION SELECT status FROM orders WHERE payer = 2"),
        arguments(
            new DisjointUnion(),
            "SELECT id FROM orders WHERE status = 'open' UNION SELECT id FROM orders WHERE payer = 2"),
        arguments(
            new DisjointUnion(),
            "SELECT id FROM orders WHERE status = 'open' UNION SELECT id FROM orders WHERE status = 'open'"),
        arguments(
            new DisjointUnion(),
            "SELECT id FROM parent WHERE kind = 1 UNION SELECT id FROM parent WHERE kind = 2"),
        arguments(
            new DisjointUnion(),
            "SELECT customer_id FROM partner WHERE since = '2024-01-01'"
                + " UNION SELECT customer_id FROM partner WHERE since = '2024-01-02'"),
        arguments(
            new DisjointUnion(),
            "SELECT o.id FROM orders o LEFT JOIN item i ON i.order_id = o.id WHERE o.status = 'open'"
                + " UNION SELECT id FROM orders WHERE status = 'done'"),
        arguments(
            new DisjointUnion(),
            "SELECT id FROM customer WHERE nick = 'a' UNION SELECT id FROM customer WHERE nick = 'A'"),
        arguments(
            new DisjointUnion(), "SELECT 1, id FROM customer UNION SELECT 1.0, id FROM customer"),
        arguments(
            new DisjointUnion(),
            "SELECT id FROM customer WHERE region = 1 EXCEPT SELECT id FROM customer WHERE region = 2"),
        // Lists of another type than the column's.
        arguments(new ValuesList(), "SELECT id FROM orders WHERE payer IN (VALUES (1.5), (2))"),
        arguments(new ValuesList(), "SELECT id FROM orders WHERE payer IN (VALUES (1), (NULL))"),
        // IN that need not be run again for each row, is denied, grouped, limited, or not of one
        // type.
        arguments(
            new CorrelatedIn(),
            "SELECT id FROM customer WHERE region IN (SELECT payer FROM orders)"),
        arguments(
            new CorrelatedIn(),
            "SELECT c.id FROM customer c WHERE c.region NOT IN (SELECT o.payer FROM orders o"
                + " WHERE o.customer_id = c.id)"),
        arguments(
            new CorrelatedIn(),
            "SELECT c.id FROM customer c WHERE c.region IN (SELECT max(o.payer) FROM orders o"
                + " WHERE o.customer_id = c.id)"),
        arguments(
            new CorrelatedIn(),
            "SELECT c.id FROM customer c WHERE c.region IN (SELECT o.payer FROM orders o"
                + " WHERE o.customer_id = c.id ORDER BY o.id LIMIT 1)"),
        arguments(
            new CorrelatedIn(),
            "SELECT c.id FROM customer c WHERE c.region IN (SELECT o.total FROM orders o"
                + " WHERE o.customer_id = c.id)"),
        arguments(
            new CorrelatedIn(),
            "SELECT c.id FROM customer c WHERE c.nick IN (SELECT o.note FROM orders o"
                + " WHERE o.customer_id = c.id)"),
        arguments(
            new CorrelatedIn(),
            "SELECT c.id, c.region IN (SELECT o.payer FROM orders o WHERE o.customer_id = c.id)"
                + " FROM customer c"),
        // A WITH that nobody reads, or whose name means another one further inside.
        arguments(
            new Materialization(),
            "WITH t AS (SELECT sum(total) AS s FROM orders) SELECT id FROM customer WHERE id = 3"),
        arguments(
            new Materialization(),
            "WITH t AS (SELECT id FROM customer) SELECT s.id FROM t JOIN (WITH t AS (SELECT id FROM"
                + " orders) SELECT id FROM t) s ON s.id = t.id"),
        // Counting values of several fields is not counting what is not NULL.
        arguments(
            new CountExists(),
            "SELECT id FROM customer c WHERE (SELECT count((o.note, o.payer)) FROM orders o"
                + " WHERE o.customer_id = c.id) > 0"),
        arguments(
            new CountExists(),
            "SELECT id FROM customer c WHERE (SELECT count(*) FROM orders o WHERE o.customer_id = c.id"
                + " GROUP BY o.status LIMIT 1) > 0"),
        arguments(
            new CountExists(),
            "SELECT id FROM customer c WHERE (SELECT count(*) FROM orders o"
                + " WHERE o.customer_id = c.id) > 1"));
  }

  @Test
  void a_fence_that_somebody_has_written_is_named_where_it_would_go() throws SQLException {
    var fenced =
        "WITH t AS MATERIALIZED (SELECT customer_id, sum(total) AS s FROM orders GROUP BY"
            + " customer_id) SELECT s FROM t WHERE customer_id = 5";
    assertThat(shop.rewrite(new Materialization(), fenced))
        .singleElement()
        .satisfies(r ->
            assertThat(r.needs())
                .anyMatch(p -> p.contains("MATERIALIZED is written at t on purpose")));
    assertThat(shop.rewrite(new Materialization(), fenced.replace("MATERIALIZED ", "")))
        .singleElement()
        .satisfies(r -> assertThat(r.needs()).noneMatch(p -> p.contains("on purpose")));
  }

  @ParameterizedTest
  @MethodSource("traps")
  void a_rule_is_silent_where_the_catalog_does_not_give_what_it_needs(Rule rule, String sql)
      throws SQLException {
    assertThat(shop.rewrite(rule, sql).stream().map(r -> Writer.text(r.query()))).isEmpty();
  }
}
