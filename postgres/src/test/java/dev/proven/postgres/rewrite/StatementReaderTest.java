package dev.proven.postgres.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.proven.core.experiment.Part;
import dev.proven.postgres.rewrite.sql.NotUnderstood;
import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which statements rules may touch at all. */
final class StatementReaderTest {
  private static RewriteServer shop;

  @BeforeAll
  static void start() {
    shop = Shop.open();
  }

  @AfterAll
  static void stop() {
    shop.close();
  }

  private static Understood read(String sql) throws NotUnderstood, SQLException {
    var part = new Part("S", "S", sql, false, 1);
    return new StatementReader(shop.catalog(), new Planner(shop.connection())).read(part, sql);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SELECT id FROM customer WHERE random() < 0.5 | random()",
        "SELECT id FROM lucky WHERE luck < 0.5 | random() in a view",
        "SELECT id FROM orders WHERE placed < clock_timestamp() | clock_timestamp()",
        "SELECT id FROM orders WHERE placed < statement_timestamp() | statement_timestamp()",
        "SELECT own(id) FROM customer | own(), which is your own",
        "SELECT id FROM secret | row security",
        "SELECT id FROM orders LIMIT 3 | LIMIT and no ORDER BY",
        "SELECT id FROM customer UNION ALL SELECT line FROM item OFFSET 3 | LIMIT",
        "SELECT max(s.total) FROM (SELECT total FROM orders ORDER BY status LIMIT 3) s | LIMIT inside",
        "SELECT id FROM customer WHERE id IN (SELECT customer_id FROM orders LIMIT 3) | LIMIT inside",
        "SELECT 1 FROM (SELECT id FROM customer UNION SELECT line FROM item LIMIT 3) s"
            + " | LIMIT inside",
        "SELECT 1 FROM (SELECT id FROM customer UNION SELECT line FROM item ORDER BY id LIMIT 3) s"
            + " | LIMIT of a UNION inside",
        "SELECT id FROM customer WHERE EXISTS (SELECT 1 FROM orders OFFSET 3) | LIMIT inside",
        "SELECT DISTINCT ON (status) id FROM orders ORDER BY status, placed | DISTINCT ON",
        "SELECT array_agg(name) FROM customer | array_agg()",
        "SELECT string_agg(name, ',' ORDER BY region) FROM customer | string_agg()",
        "SELECT row_number() OVER (PARTITION BY status ORDER BY placed) FROM orders | total order",
        "SELECT lag(total) OVER (ORDER BY customer_id) FROM orders | total order",
        "SELECT sum(total) OVER (ORDER BY placed ROWS 3 PRECEDING) FROM orders | total order",
        "SELECT id FROM child WHERE false AND kind = (SELECT txid_current()) | txid_current()"
      })
  void what_leaves_its_answer_open_is_refused(String sql, String reason) {
    assertThatThrownBy(() -> read(sql))
        .isInstanceOf(NotUnderstood.class)
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT id FROM orders ORDER BY placed LIMIT 3",
        "SELECT sum(s.total) FROM (SELECT total FROM orders ORDER BY placed, id LIMIT 3) s",
        "SELECT sum(s.total) FROM (SELECT o.total FROM orders o JOIN customer c ON c.id = o.customer_id"
            + " ORDER BY o.id LIMIT 3) s",
        "SELECT s.status FROM (SELECT status, count(*) FROM orders GROUP BY status ORDER BY status"
            + " LIMIT 3) s",
        "SELECT s.status FROM (SELECT DISTINCT status FROM orders ORDER BY status LIMIT 3) s",
        "SELECT s.total FROM (SELECT total FROM orders WHERE id = 5 ORDER BY note LIMIT 3) s",
        "SELECT id FROM customer c WHERE EXISTS (SELECT 1 FROM orders o WHERE o.payer = c.id LIMIT 1)",
        "SELECT DISTINCT ON (status) id FROM orders ORDER BY status, placed, id",
        "SELECT array_agg(name ORDER BY name) FROM customer",
        "SELECT string_agg(name, ',' ORDER BY region, id) FROM customer",
        "SELECT row_number() OVER (PARTITION BY status ORDER BY placed, id) FROM orders",
        "SELECT rank() OVER (ORDER BY placed), sum(total) OVER (ORDER BY placed) FROM orders",
        "SELECT row_number() OVER (ORDER BY status), status FROM orders GROUP BY status",
        "SELECT id FROM orders WHERE placed > now() - interval '1 day' AND shipped < CURRENT_DATE",
        "SELECT fixed(id) FROM customer",
        "SELECT id FROM open_orders WHERE total > 3",
        "SELECT id FROM parted WHERE kind = 3"
      })
  void what_has_one_answer_is_read(String sql) throws Exception {
    assertThat(read(sql).plan().isEmpty()).isFalse();
  }

  static Stream<String> hostile() {
    return Stream.of(
        "SELECT id FROM customer WHERE id = " + "(".repeat(3000) + "1" + ")".repeat(3000),
        "SELECT id FROM customer WHERE " + "NOT ".repeat(5000) + "true",
        "SELECT 1" + " + 1".repeat(20_000),
        "SELECT id FROM customer WHERE id = 1" + " OR region = 2 AND id = 3".repeat(4000),
        "SELECT id FROM customer WHERE name = '" + "it''s ".repeat(200_000) + "'",
        "SELECT " + "(SELECT ".repeat(300) + "1" + ")".repeat(300),
        "SELECT id FROM customer WHERE id IN (" + "7, ".repeat(20_000) + "8)",
        "SELECT 'unterminated",
        "SELECT \"unterminated",
        "SELECT $x$ unterminated",
        "",
        ";",
        "\u0000");
  }

  /** Nothing but an answer or a refusal, and that soon. */
  @ParameterizedTest
  @MethodSource("hostile")
  void a_monstrous_text_is_read_or_refused(String sql) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          try {
            read(sql);
          } catch (NotUnderstood e) {
            assertThat(e.reason()).isNotBlank();
          } catch (SQLException e) {
            // The server refuses it: nobody sends such a statement.
            assertThat(e.getMessage()).isNotBlank();
          }
        });
  }
}
