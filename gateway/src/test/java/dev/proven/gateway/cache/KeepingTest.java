package dev.proven.gateway.cache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeepingTest {
  private static Stored stored(String... fields) {
    return new Stored(
        Rules.answer(200, fields), java.util.Map.of(), Extent.whole(0), Rules.NOON, Rules.NOON);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max-age=60                                                   | 60",
        "max-age=60, stale-while-revalidate=30                        | 90",
        "max-age=60, stale-while-revalidate=30, stale-if-error=300    | 360",
        "max-age=60, stale-if-error=300, must-revalidate              | 60",
        "max-age=0, stale-if-error=300                                | 300",
        "no-cache                                                     | 0",
        "max-age=99999999999999                                       | 2147483648",
      })
  void freshnessAndThenStaleness(String control, long seconds) {
    assertThat(Keeping.seconds(stored("Cache-Control", control), CacheOptions.STANDARD))
        .isEqualTo(seconds);
  }

  @Test
  void whatOthersHeldForLongIsKeptForLess() {
    var stored = stored("Cache-Control", "max-age=60, stale-if-error=5", "Age", "50");
    assertThat(Keeping.seconds(stored, CacheOptions.STANDARD)).isEqualTo(15);
    var stale = stored("Cache-Control", "max-age=60, stale-if-error=50", "Age", "70");
    assertThat(Keeping.seconds(stale, CacheOptions.STANDARD)).isEqualTo(40);
  }

  @Test
  void whatHasAValidatorCanBeConfirmed() {
    assertThat(Keeping.isConfirmable(stored("ETag", "\"a\""))).isTrue();
    assertThat(Keeping.isConfirmable(stored("Date", "x"))).isFalse();
  }
}
