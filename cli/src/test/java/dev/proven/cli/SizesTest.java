package dev.proven.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proven.core.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizesTest {
  @ParameterizedTest
  @CsvSource({
    "17B, 17",
    "500kB, 500000",
    "40MB, 40000000",
    "40 mb, 40000000",
    "1.5GB, 1500000000",
    "2TB, 2000000000000"
  })
  void readsAmountsOfStorage(String text, long bytes) {
    assertThat(Sizes.parse(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "40", "MB", "-1MB", "1.2345MB", "40MiB", "9999999GB", "1e3MB"})
  void refusesWhatIsNone(String text) {
    assertThatThrownBy(() -> Sizes.parse(text))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("is no size");
  }

  @Test
  void saysHowToWriteOne() {
    assertThatThrownBy(() -> Sizes.parse("much")).hasMessageContaining("much");
  }
}
