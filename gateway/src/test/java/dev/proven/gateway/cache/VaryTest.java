package dev.proven.gateway.cache;

import static dev.proven.gateway.cache.Rules.answer;
import static dev.proven.gateway.cache.Rules.date;
import static dev.proven.gateway.cache.Rules.get;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** Which of several stored answers a request may have (RFC 9111 section 4.1). */
class VaryTest {
  private static boolean isServed(String vary, String[] first, String... second) {
    var decision =
        Rules.standard()
            .holding(get(first), answer(200, "Cache-Control", "max-age=60", "Vary", vary))
            .after(1, get(second));
    if (decision instanceof Decision.Forward forward) {
      assertThat(forward.forward()).isEqualTo("vary-miss");
    }
    return decision instanceof Decision.Serve;
  }

  private static String[] fields(String... fields) {
    return fields;
  }

  @Test
  void theSameFieldsHaveTheSameAnswer() {
    assertThat(isServed("Foo", fields("Foo", "1"), "Foo", "1")).isTrue();
    assertThat(isServed("Foo", fields("Foo", "1"), "foo", "1", "Other", "2")).isTrue();
    assertThat(isServed("Foo", fields("Foo", "1"), "Foo", "2")).isFalse();
    assertThat(isServed("Foo", fields("Foo", "1"))).isFalse();
    assertThat(isServed("Foo", fields(), "Foo", "1")).isFalse();
    assertThat(isServed("Foo", fields(), "Foo", "")).isFalse();
    assertThat(isServed("Foo, Bar", fields("Foo", "1"), "Foo", "1")).isTrue();
    assertThat(isServed("Foo, Bar", fields("Foo", "1", "Bar", "a4"), "Foo", "1", "Bar", "a"))
        .isFalse();
  }

  @Test
  void blanksAndLinesMakeNoDifference() {
    assertThat(isServed("Foo", fields("Foo", "1, 2"), "Foo", "1", "Foo", "2")).isTrue();
    assertThat(isServed("Foo", fields("Foo", "1,2"), "Foo", " 1,  2 ")).isTrue();
    assertThat(isServed("Foo", fields("Foo", "a b"), "Foo", "a  b")).isFalse();
    assertThat(isServed("Foo", fields("Foo", "a"), "Foo", "A")).isFalse();
  }

  @Test
  void languagesAreComparedByWhatTheyMean() {
    var first = fields("Accept-Language", "en, de");
    assertThat(isServed("Accept-Language", first, "Accept-Language", "de, eN")).isTrue();
    assertThat(isServed("Accept-Language", first, "Accept-Language", "en;q=0.5, de")).isFalse();
    assertThat(isServed("Accept-Language", first, "Accept-Language", "fr")).isFalse();
  }

  @Test
  void whoWantsTheStoredLanguageMostHasIt() {
    var rules =
        Rules.standard()
            .holding(
                get("Accept-Language", "en, de"),
                answer(
                    200,
                    "Cache-Control",
                    "max-age=60",
                    "Vary",
                    "Accept-Language",
                    "Content-Language",
                    "de"));
    assertThat(rules.after(1, get("Accept-Language", "fr;q=0.5, de;q=1.0")))
        .isInstanceOf(Decision.Serve.class);
    assertThat(rules.after(1, get("Accept-Language", "fr, de")))
        .isInstanceOf(Decision.Forward.class);
    assertThat(rules.after(1, get("Accept-Language", "fr, de;q=0.9")))
        .isInstanceOf(Decision.Forward.class);
    assertThat(rules.after(1, get("Accept-Language", "de;q=0")))
        .isInstanceOf(Decision.Forward.class);
  }

  @Test
  void ofSeveralTheNewestIsTaken() {
    var rules =
        Rules.standard()
            .holding(
                get("Foo", "1"),
                answer(200, "Cache-Control", "max-age=60", "Date", date(-9), "Vary", "Foo"))
            .holding(get(), answer(200, "Cache-Control", "max-age=60", "Date", date(-5)));
    assertThat(rules.after(1, get("Foo", "1")))
        .isInstanceOfSatisfying(Decision.Serve.class, s -> assertThat(s.age()).isEqualTo(6));
  }

  @Test
  void aVaryOfManyFieldsIsNotFollowed() {
    var names = new ArrayList<String>();
    for (int i = 0; i < 40; i++) {
      names.add("F" + i);
    }
    assertThat(Vary.names(Fields.of("Vary", String.join(", ", names)))).isEmpty();
  }
}
