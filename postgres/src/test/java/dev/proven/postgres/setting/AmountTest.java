package dev.proven.postgres.setting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AmountTest {
  private static Setting memory(String unit, String value) {
    return new Setting("m", value, unit, "integer", "user", 8, 1e9, List.of(), "default");
  }

  @Test
  void unitsOfTheServerBecomeBytes() {
    assertThat(memory("8kB", "16384").bytes()).isEqualTo(128L << 20);
    assertThat(memory("kB", "4096").shown()).isEqualTo("4MB");
    assertThat(memory("kB", "5000").shown()).isEqualTo("5000kB");
    assertThat(memory("MB", "1024").shown()).isEqualTo("1GB");
    assertThat(memory("ms", "300").shown()).isEqualTo("300ms");
    assertThat(memory("", "8").shown()).isEqualTo("8");
  }

  @Test
  void whatIsWrittenIsReadInTheSettingsUnit() {
    assertThat(memory("8kB", "0").inUnit("1GB")).hasValue(131072.0);
    assertThat(memory("kB", "0").inUnit("64MB")).hasValue(65536.0);
    assertThat(memory("kB", "0").inUnit("128")).hasValue(128.0);
    assertThat(memory("kB", "0").inUnit("5min")).as("another kind of unit").isEmpty();
    assertThat(memory("ms", "0").inUnit("5min")).hasValue(300_000.0);
    assertThat(memory("kB", "0").inUnit("many")).isEmpty();
  }

  @Test
  void valuesOutOfRangeOrOfAnotherTypeAreRefused() {
    assertThat(memory("kB", "0").refusal("64MB")).isEmpty();
    assertThat(memory("kB", "0").refusal("4kB"))
        .hasValueSatisfying(r -> assertThat(r).contains("from 8"));
    assertThat(memory("kB", "0").refusal("2TB")).isPresent();
    var word =
        new Setting("c", "off", "", "enum", "superuser", 0, 0, List.of("on", "off"), "default");
    assertThat(word.refusal("on")).isEmpty();
    assertThat(word.refusal("lz4")).isPresent();
    var flag = new Setting("j", "on", "", "bool", "user", 0, 0, List.of(), "default");
    assertThat(flag.refusal("off")).isEmpty();
    assertThat(flag.refusal("maybe")).isPresent();
  }

  @Test
  void numbersAreWrittenAsInAConfiguration() {
    assertThat(Numbers.text(1.1)).isEqualTo("1.1");
    assertThat(Numbers.text(4)).isEqualTo("4");
    assertThat(Numbers.text(1_000_000)).isEqualTo("1000000");
    assertThat(Amount.powerOfTwo(90e6)).isEqualTo(64L << 20);
    assertThat(Amount.powerOfTwo(900)).isZero();
  }
}
