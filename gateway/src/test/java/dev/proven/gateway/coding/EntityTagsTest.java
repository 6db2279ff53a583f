package dev.proven.gateway.coding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.gateway.cache.Fields;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntityTagsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"abc\"      | GZIP     | \"abc~gzip\"",
        "\"abc\"      | BR       | \"abc~br\"",
        "\"abc\"      | ZSTD     | \"abc~zstd\"",
        "\"abc\"      | IDENTITY | \"abc\"",
        "\"\"         | GZIP     | \"~gzip\"",
        "W/\"abc\"    | GZIP     | W/\"abc\"",
        "abc          | GZIP     | abc",
        "\"           | GZIP     | \"",
      })
  void strongTagsTellTheCoding(String tag, Coding coding, String expected) {
    assertThat(EntityTags.of(tag, coding)).isEqualTo(expected);
  }

  @Test
  void theWayBackGivesTheSame() {
    var random = new Random(9);
    for (int i = 0; i < 5_000; i++) {
      var text = new StringBuilder("\"");
      for (int n = random.nextInt(20); n > 0; n--) {
        char c = (char) (0x21 + random.nextInt(0x5e));
        text.append(c == '"' ? '~' : c);
      }
      var tag = text.append('"').toString();
      for (var coding : Coding.values()) {
        var coded = EntityTags.of(tag, coding);
        if (coding != Coding.IDENTITY) {
          assertThat(EntityTags.isCoded(coded)).isTrue();
          assertThat(EntityTags.plain(coded)).isEqualTo(tag);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"abc~gzip\"             | \"abc~gzip\", \"abc\"",
        "\"x\", \"abc~br\" ,W/\"y\" | \"x\", \"abc~br\", \"abc\", W/\"y\"",
        "\"abc\"                  | \"abc\"",
        "*                        | *",
        "W/\"abc~gzip\"           | W/\"abc~gzip\"",
        "\"a,b~zstd\"             | \"a,b~zstd\", \"a,b\"",
        "\"abc~gzip               | \"abc~gzip",
        "abc~gzip                 | abc~gzip",
        "\"abc~foo\"              | \"abc~foo\"",
      })
  void conditionsNameTheTagOfTheOrigin(String condition, String expected) {
    var plain = EntityTags.plain(Fields.of("If-None-Match", condition), true);
    assertThat(plain.joined("if-none-match")).hasValue(expected);
    var match = EntityTags.plain(Fields.of("If-Match", condition), false);
    assertThat(match.joined("if-match")).hasValue(expected);
  }

  @Test
  void tooManyTagsStayAsTheyAre() {
    var many = "\"a~gzip\", ".repeat(50) + "\"b\"";
    var request = Fields.of("If-None-Match", many);
    assertThat(EntityTags.plain(request, true)).isEqualTo(request);
  }

  @Test
  void noPartIsPutToACodedOne() {
    var coded = Fields.of("Range", "bytes=9-", "If-Range", "\"abc~gzip\"");
    assertThat(EntityTags.plain(coded, false)).isEqualTo(Fields.NONE);
    var plain = Fields.of("Range", "bytes=9-", "If-Range", "\"abc\"");
    assertThat(EntityTags.plain(plain, true)).isEqualTo(plain);
    var date = Fields.of("Range", "bytes=9-", "If-Range", "Sun, 01 Mar 2026 12:00:00 GMT");
    assertThat(EntityTags.plain(date, true)).isEqualTo(Fields.NONE);
    assertThat(EntityTags.plain(date, false)).isEqualTo(date);
    var none = Fields.of("Range", "bytes=9-");
    assertThat(EntityTags.plain(none, true)).isEqualTo(none);
  }

  @Test
  void whatIsConfirmedIsWhatTheClientHas() {
    var gzip = Fields.of("If-None-Match", "\"x\", \"abc~gzip\"");
    assertThat(EntityTags.confirmed(gzip, "\"abc\"", Coding.GZIP)).isEqualTo("\"abc~gzip\"");
    assertThat(EntityTags.confirmed(gzip, "\"abc\"", Coding.BR)).isEqualTo("\"abc~gzip\"");
    assertThat(EntityTags.confirmed(gzip, "\"other\"", Coding.BR)).isEqualTo("\"other~br\"");
    var plain = Fields.of("If-None-Match", "\"abc\"");
    assertThat(EntityTags.confirmed(plain, "\"abc\"", Coding.GZIP)).isEqualTo("\"abc\"");
    var any = Fields.of("If-None-Match", "*");
    assertThat(EntityTags.confirmed(any, "\"abc\"", Coding.GZIP)).isEqualTo("\"abc~gzip\"");
    assertThat(EntityTags.confirmed(any, "W/\"abc\"", Coding.GZIP)).isEqualTo("W/\"abc\"");
  }
}
