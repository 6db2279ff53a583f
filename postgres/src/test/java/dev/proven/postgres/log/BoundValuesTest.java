package dev.proven.postgres.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BoundValuesTest {
  private static BoundValues values(String detail) {
    return Objects.requireNonNull(BoundValues.ofDetail(detail));
  }

  @Test
  void valuesAreReadWithQuotesAndLineEndsInThem() {
    assertThat(values("Parameters: $1 = '42', $2 = NULL, $3 = 'it''s, $4 = ''\n;'").byNumber())
        .isEqualTo(
            Map.of(
                1, Optional.of("42"),
                2, Optional.empty(),
                3, Optional.of("it's, $4 = '\n;")));
    // Up to PostgreSQL 15 the word is in lower case.
    assertThat(values("parameters: $1 = ''").byNumber()).isEqualTo(Map.of(1, Optional.of("")));
  }

  @Test
  void whatIsNoSuchListGivesNone() {
    assertThat(BoundValues.ofDetail("")).isNull();
    assertThat(BoundValues.ofDetail("prepare: PREPARE p AS SELECT 1")).isNull();
    assertThat(BoundValues.ofDetail("Parameters: $1 = 'open")).isNull();
    assertThat(BoundValues.ofDetail("Parameters: $1 = 42")).isNull();
    assertThat(BoundValues.ofDetail("Parameters: $1 = '42' and more")).isNull();
  }

  @Test
  void shortenedValuesAreNoValues() {
    assertThat(values("Parameters: $1 = 'abc', $2 = 'd'").covers(2)).isTrue();
    assertThat(values("Parameters: $1 = 'abc', $2 = 'd'").covers(3)).isFalse();
    assertThat(values("Parameters: $1 = 'abc...', $2 = 'd'").covers(2)).isFalse();
  }
}
