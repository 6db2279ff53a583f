package dev.proven.postgres.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanTextTest {
  private static PlanText plan(String text) {
    return Objects.requireNonNull(PlanText.of(text));
  }

  @Test
  void theTextEndsWhereThePlanBegins() {
    var plan =
        plan(
            "Query Text: SELECT *\n  FROM sale\n WHERE note = '(cost=1'\nAggregate  (cost=0.00..1.50"
                + " rows=1 width=8) (actual time=0.1..0.1 rows=1.00 loops=1)\n  ->  Seq Scan on sale"
                + "  (cost=0.00..1.00 rows=1 width=4)");
    assertThat(plan.query()).isEqualTo("SELECT *\n  FROM sale\n WHERE note = '(cost=1'");
    assertThat(plan.values()).isNull();
  }

  @Test
  void parametersAreRead() {
    var plan =
        plan(
            "Query Text: SELECT * FROM sale WHERE id = $1\nQuery Parameters: $1 = 'a\nb'\n"
                + "Index Scan using p on sale  (cost=0.00..1.00 rows=1 width=4)");
    assertThat(plan.query()).isEqualTo("SELECT * FROM sale WHERE id = $1");
    assertThat(Objects.requireNonNull(plan.values()).byNumber())
        .isEqualTo(Map.of(1, Optional.of("a\nb")));
  }

  @Test
  void jsonAndYamlAreRead() {
    var json =
        plan(
            "{\n  \"Query Text\": \"SELECT \\\"a\\\"\\nFROM b WHERE c = $1\",\n"
                + "  \"Query Parameters\": \"$1 = '7'\",\n  \"Plan\": {\"Node Type\": \"Result\"}\n}");
    assertThat(json.query()).isEqualTo("SELECT \"a\"\nFROM b WHERE c = $1");
    assertThat(Objects.requireNonNull(json.values()).byNumber())
        .isEqualTo(Map.of(1, Optional.of("7")));
    var yaml = plan("Query Text: \"SELECT 'x'\\nFROM b\"\nPlan: \n  Node Type: \"Result\"");
    assertThat(yaml.query()).isEqualTo("SELECT 'x'\nFROM b");
  }

  @Test
  void whatIsNotWholeIsNoPlan() {
    assertThat(PlanText.of("<explain xmlns=\"x\"><Query-Text>SELECT 1</Query-Text>")).isNull();
    assertThat(PlanText.of("{\n  \"Query Text\": \"SELECT")).isNull();
    assertThat(PlanText.of("{\"Plan\": {}}")).isNull();
    assertThat(PlanText.of("Query Text: SELECT 1\nFROM nowhere")).isNull();
  }
}
