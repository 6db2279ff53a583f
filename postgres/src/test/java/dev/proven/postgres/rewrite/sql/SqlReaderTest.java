package dev.proven.postgres.rewrite.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proven.postgres.rewrite.RewriteServer;
import dev.proven.postgres.rewrite.Shop;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SqlReaderTest {
  private static RewriteServer shop;

  @BeforeAll
  static void start() {
    shop = Shop.open();
  }

  @AfterAll
  static void stop() {
    shop.close();
  }

  private static String plan(String sql) throws SQLException {
    try (var statement = shop.connection().createStatement()) {
      statement.setEscapeProcessing(false);
      try (var result = statement.executeQuery("EXPLAIN (VERBOSE, FORMAT JSON) " + sql)) {
        result.next();
        return result.getString(1);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM customer",
        "SELECT g.\"Id\" AS größe FROM \"Zwei\".\"Größe\" g WHERE g.\"Id\" > 3 ORDER BY größe",
        "SELECT o.*, c.name AS \"The Name\" FROM orders o, customer c WHERE c.id = o.customer_id",
        "SELECT -total < 3, NOT status = 'a', total - (weight::numeric - 1) FROM orders",
        "SELECT id FROM orders WHERE total > 1 AND status = 'a' OR note IS NULL AND NOT (id = 1)",
        "SELECT id FROM orders WHERE total BETWEEN 1 AND 2 AND id NOT BETWEEN 3 AND 4 OR id IN (1, 2)",
        "SELECT id FROM customer WHERE name LIKE 'a%' ESCAPE '!' OR email NOT ILIKE '%x' OR name ~* 'q'",
        "SELECT count(*) FILTER (WHERE total > 3), count(DISTINCT note) FROM orders",
        "SELECT CASE status WHEN 'a' THEN 1 ELSE 2 END, CASE WHEN id > 3 THEN 'x' END FROM orders",
        "SELECT extract(year FROM placed), date_trunc('day', placed), placed::date FROM orders",
        "SELECT sum(total) OVER (PARTITION BY status ORDER BY id DESC NULLS LAST) FROM orders",
        "SELECT rank() OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM orders",
        "SELECT substring(note FROM 1 FOR 2), position('a' IN note), trim(both 'x' FROM note) FROM orders",
        "SELECT status, sum(total) s FROM orders GROUP BY status HAVING sum(total) > 3 ORDER BY s, 1",
        "SELECT extract(year FROM placed) AS y, count(*) FROM orders GROUP BY y ORDER BY y",
        "SELECT status AS total, count(*) FROM orders GROUP BY total, status",
        "SELECT id FROM customer UNION ALL SELECT customer_id FROM partner ORDER BY id LIMIT 3",
        "SELECT id FROM customer UNION SELECT 1 INTERSECT SELECT 2 EXCEPT ALL SELECT 3",
        "WITH x AS (SELECT id FROM customer), y (z) AS MATERIALIZED (SELECT id FROM x)"
            + " SELECT * FROM x, y WHERE x.id = y.z",
        "WITH x AS NOT MATERIALIZED (SELECT id FROM customer) SELECT a.id FROM x a, x b",
        "SELECT c.id FROM customer c LEFT JOIN orders o ON o.customer_id = c.id AND o.total > 3"
            + " JOIN item i ON i.order_id = o.id WHERE c.region IS NOT NULL",
        "SELECT id, i.line FROM orders JOIN item i ON i.order_id = id",
        "SELECT customer_id FROM blocked JOIN partner USING (customer_id)",
        "SELECT b.reason FROM blocked b RIGHT JOIN (partner p CROSS JOIN item i) ON b.customer_id = i.line",
        "SELECT s.x, s.y FROM (SELECT id, name FROM customer) AS s (x, y)",
        "SELECT g FROM generate_series(1, 3) AS g",
        "SELECT c.id, l.total FROM customer c, LATERAL (SELECT o.total FROM orders o"
            + " WHERE o.customer_id = c.id) l",
        "SELECT (SELECT max(total) FROM orders WHERE orders.customer_id = customer.id) FROM customer",
        "SELECT id FROM customer WHERE id IN (SELECT customer_id FROM orders WHERE total > 3)"
            + " AND EXISTS (SELECT 1 FROM partner WHERE customer_id = id) AND id NOT IN (VALUES (1), (2))",
        "SELECT id FROM orders WHERE total > ALL (SELECT price FROM item) OR id = ANY (ARRAY[1, 2])",
        "SELECT id FROM customer WHERE (id, region) IN (SELECT customer_id, 1 FROM blocked)",
        "SELECT \"Id\", \"select\", \"a\"\"b\" FROM \"Zwei\".\"Größe\" WHERE \"select\" = 3",
        "SELECT id FROM orders WHERE sent AT TIME ZONE 'UTC' > timestamp '2024-01-01' - interval '1' day",
        "SELECT note IS DISTINCT FROM status FROM orders WHERE (id = 1) IS NOT TRUE",
        "VALUES (1, 'a'), (2, 'b')",
        "SELECT id FROM customer WHERE name = 'it''s' AND email = E'a\\\\b'",
        "SELECT id FROM orders ORDER BY total + 1 DESC, id FETCH FIRST 3 ROWS ONLY",
        "SELECT id FROM orders OFFSET 5 ROWS FETCH NEXT 2 ROWS ONLY",
        "SELECT id /* a comment */ FROM orders -- and another\n WHERE id = 1",
        "SELECT id FROM orders WHERE placed > now() - interval '1 day' OR placed::date = current_date",
        "SELECT coalesce(note, 'x') || status, total * 2 / 3 % 4 FROM orders"
      })
  void what_is_read_is_planned_like_the_original(String sql) throws SQLException {
    assertThat(plan(SqlReader.printed(shop.read(sql)))).isEqualTo(plan(sql));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT id FROM customer FOR UPDATE",
        "SELECT id FROM customer ORDER BY id FETCH FIRST 3 ROWS WITH TIES",
        "SELECT id FROM customer TABLESAMPLE SYSTEM (10)",
        "SELECT id FROM ONLY customer",
        "SELECT ctid FROM customer",
        "SELECT public.customer.id FROM public.customer",
        "SELECT -total ^ 2 FROM orders",
        "SELECT current_user FROM customer",
        "SELECT * FROM customer NATURAL JOIN orders",
        "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 5) SELECT * FROM r",
        "SELECT no_such_column FROM customer",
        "SELECT id FROM no_such_table",
        "SELECT id FROM customer, orders",
        "SELECT status, count(*) FROM orders GROUP BY GROUPING SETS ((status), ())",
        "SELECT array(SELECT id FROM customer)",
        "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY total) FROM orders",
        "UPDATE customer SET name = 'x'",
        "SELECT id FROM customer WHERE name = U&'\\0041'",
        "SELECT t.a FROM customer AS t (a)",
        "this is no SQL"
      })
  void what_is_not_known_is_refused(String sql) {
    assertThatThrownBy(() -> SqlReader.read(sql, shop.catalog())).isInstanceOf(NotUnderstood.class);
  }

  @Test
  void every_source_has_an_alias_of_its_own() {
    var query =
        shop.read(
            "SELECT id FROM orders WHERE total > (SELECT avg(total) FROM orders WHERE status = 'a')");
    assertThat(Scan.of(query).sources()).extracting(From.Source::alias).doesNotHaveDuplicates();
    assertThat(Writer.text(query)).contains("FROM orders AS orders_2");
  }

  @Test
  void names_are_quoted_where_they_must_be() {
    var query = shop.read("SELECT \"a\"\"b\", \"select\" FROM \"Zwei\".\"Größe\"");
    assertThat(Writer.text(query))
        .contains("\"Größe\".\"a\"\"b\"", "\"Größe\".\"select\"", "FROM \"Zwei\".\"Größe\"");
  }
}
