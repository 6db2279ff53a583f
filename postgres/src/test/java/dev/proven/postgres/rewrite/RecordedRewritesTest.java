package dev.proven.postgres.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.core.TargetSpec;
import dev.proven.core.experiment.Part;
import dev.proven.postgres.PostgresKind;
import dev.proven.postgres.Sql;
import dev.proven.postgres.rewrite.rule.BareColumn;
import dev.proven.postgres.rewrite.rule.PrintedDate;
import dev.proven.postgres.rewrite.rule.Range;
import dev.proven.postgres.rewrite.rule.Rewritten;
import dev.proven.postgres.rewrite.rule.Rule;
import dev.proven.postgres.rewrite.rule.ValuesList;
import dev.proven.postgres.rewrite.sql.SqlReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Rules that look at constants, on statements whose constants pg_stat_statements has taken away.
 */
final class RecordedRewritesTest {
  private static final PostgresKind KIND = new PostgresKind();

  private static RewriteServer shop;

  @BeforeAll
  static void start() throws Exception {
    shop = Shop.open();
    Sql.execute(shop.connection(), "ANALYZE");
  }

  @AfterAll
  static void stop() {
    shop.close();
  }

  /** Executes a statement and reads what the server has kept of it. */
  private static String recorded(String sql) throws Exception {
    try (var connection = shop.target.connect()) {
      Sql.execute(connection, "SELECT pg_stat_statements_reset()");
      Sql.execute(connection, "SET pg_stat_statements.track = 'top'");
      Sql.execute(connection, sql);
    }
    return KIND.workload(shop.target, TargetSpec.of("embedded")).parts().stream()
        .filter(p -> !p.id().contains("-"))
        .map(Part::text)
        .findFirst()
        .orElseThrow();
  }

  private static String rewritten(Rule rule, String text) throws Exception {
    return shop.rewrite(rule, text).stream()
        .map(Rewritten::query)
        .map(SqlReader::printed)
        .findFirst()
        .orElseThrow(() -> new AssertionError("nothing fits " + text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SELECT line FROM item WHERE product + 1 > 5 | product >",
        "SELECT name FROM customer WHERE id::text = '7' | id =",
        "SELECT note FROM orders WHERE id::text = '7' | id =",
        "SELECT name FROM customer WHERE coalesce(region, 0) = 7 | region ="
      })
  void a_column_is_compared_as_it_is(String sql, String bare) throws Exception {
    assertThat(rewritten(new BareColumn(), recorded(sql))).contains(bare);
  }

  @Test
  void a_list_becomes_rows_and_rows_a_list(@TempDir Path folder) throws Exception {
    var rows = recorded("SELECT name FROM customer WHERE id IN (VALUES (3), (4), (5))");
    assertThat(rewritten(new ValuesList(), rows)).doesNotContain("VALUES");

    // As servers before 18 record a list: each of its constants is a parameter.
    var parameters =
        IntStream.rangeClosed(1, 60).mapToObj(n -> "$" + n).collect(Collectors.joining(", "));
    for (var column : new String[] {"id", "name"}) {
      var sql = "SELECT joined FROM customer WHERE " + column + " IN (" + parameters + ")";
      var file = Files.writeString(folder.resolve("list.sql"), sql);
      var spec = TargetSpec.of("embedded").withWorkload(file);
      var list = KIND.workload(shop.target, spec).parts().getFirst().text();
      assertThat(rewritten(new ValuesList(), list)).contains("VALUES");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SELECT id FROM orders WHERE extract(year FROM placed) = 2023",
        "SELECT id FROM orders WHERE date_part('year', placed) = 2023",
        "SELECT id FROM orders WHERE date_trunc('day', placed) = '2023-02-01'",
        "SELECT id FROM orders WHERE placed::date = '2023-02-01'",
        "SELECT id FROM orders WHERE placed::date = date '2023-02-01'"
      })
  void a_bucket_becomes_a_range(String sql) throws Exception {
    assertThat(rewritten(new Range(), recorded(sql)).toUpperCase(Locale.ROOT))
        .contains("PLACED >=", "PLACED <");
  }

  @Test
  void a_printed_date_becomes_ranges() throws Exception {
    var text = recorded("SELECT id FROM orders WHERE to_char(placed, 'YYYY-MM') = '2023-02'");
    assertThat(rewritten(new PrintedDate(), text)).contains("TIMESTAMP '202");
  }

  @Test
  void a_page_of_which_nobody_knows_how_far_it_is_gets_advice() throws Exception {
    var text = recorded("SELECT id FROM orders ORDER BY placed, id LIMIT 20 OFFSET 4000");
    assertThat(text).contains("LIMIT 10 OFFSET 0");
    var workload = KIND.workload(shop.target, TargetSpec.of("embedded"));
    assertThat(new RewriteOptimizer().diagnose(shop.target, workload).findings())
        .anyMatch(f ->
            f.title().contains("how many was not recorded")
                && f.evidence().contains("what comes after"));
  }
}
