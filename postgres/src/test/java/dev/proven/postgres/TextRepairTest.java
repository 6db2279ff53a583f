package dev.proven.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextRepairTest {
  @Test
  void putsCastsWhereTheGrammarWantsText() {
    assertThat(TextRepair.repair("d >= date $1 and d < date $2 + interval $3 year"))
        .isEqualTo("d >= $1::date and d < $2::date + ($3 * interval '1 year')");
    assertThat(TextRepair.repair("t < TIMESTAMP $1 - INTERVAL $12"))
        .isEqualTo("t < $1::timestamp - $2::interval");
    assertThat(TextRepair.repair("extract($4 from x), substring(y from $1 for $2)"))
        .isEqualTo("extract(year from x), substring(y from $1::integer for $2::integer)");
    assertThat(TextRepair.repair("a in ($2 /*, ... */) and b NOT IN ($5 /*, ... */)"))
        .isEqualTo("a = ANY ($1) and b <> ALL ($2)");
    assertThat(TextRepair.repair("extract($1 from x) > $2")).isEqualTo("extract(year from x) > $1");
    assertThat(TextRepair.withNumbers("sum(case when a then $1 else $2 end) > $3 - $4"))
        .isEqualTo(
            "sum(case when a then $1::integer else $2::integer end) > $3::numeric - $4::numeric");
    assertThat(TextRepair.withLists("a in (values ($1), ($2)) or b IN (VALUES ($3, $4))"))
        .isEqualTo("a in ($1, $2) or b IN (VALUES ($3, $4))");
    assertThat(TextRepair.guesses("extract ($1 from x)")).hasSize(1);
    assertThat(TextRepair.guesses("extract(year from x) = $1")).isEmpty();
    assertThat(TextRepair.repair("update_date = $1")).isEqualTo("update_date = $1");
  }
}
