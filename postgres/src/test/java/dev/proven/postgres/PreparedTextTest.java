package dev.proven.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PreparedTextTest {
  @Test
  void theBodyHasTheTypesThatAreDeclared() {
    assertThat(PreparedText.body("prepare \"a b\" (numeric(5, 2), text[]) as\nSELECT $2, $1, $3;"))
        .contains("SELECT $2::text[], $1::numeric(5, 2), $3");
    assertThat(PreparedText.body("PREPARE p AS SELECT 'AS $1' FROM a"))
        .contains("SELECT 'AS $1' FROM a");
    assertThat(PreparedText.body("SELECT 1")).isEmpty();
    assertThat(PreparedText.body("PREPARE p (int")).isEmpty();
    assertThat(PreparedText.body("PREPARE p AS")).isEmpty();
    assertThat(PreparedText.body("PREPARE TRANSACTION 'x'")).isEmpty();
  }

  @Test
  void plainConstantsAreValues() {
    assertThat(PreparedText.values("EXECUTE p(-1.5, 'it''s, x', NULL, true)"))
        .contains(
            new java.util.TreeMap<>(
                Map.of(
                    1, Optional.of("-1.5"),
                    2, Optional.of("it's, x"),
                    3, Optional.empty(),
                    4, Optional.of("true"))));
    assertThat(PreparedText.values("EXECUTE p")).contains(new java.util.TreeMap<>());
    assertThat(PreparedText.values("EXECUTE p(now())")).isEmpty();
    assertThat(PreparedText.values("EXECUTE p('1'::date)")).isEmpty();
    assertThat(PreparedText.values("SELECT p(1)")).isEmpty();
  }
}
