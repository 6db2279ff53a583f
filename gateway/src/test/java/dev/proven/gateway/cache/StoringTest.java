package dev.proven.gateway.cache;

import static dev.proven.gateway.cache.Rules.answer;
import static dev.proven.gateway.cache.Rules.get;
import static dev.proven.gateway.cache.Rules.request;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is stored at all, what of it, and for whom (RFC 9111 section 3). */
class StoringTest {
  private static final Rules RULES = Rules.standard();

  private static String refusal(RequestHead request, ResponseHead answer) {
    return RULES.storing(request, answer) instanceof Storing.No no ? no.reason() : "";
  }

  private static String refusal(String... fields) {
    return refusal(get(), answer(200, fields));
  }

  @Test
  void whatIsForOneReceiverIsNotStored() {
    assertThat(refusal("Cache-Control", "private, max-age=60")).isEqualTo("private");
    assertThat(refusal("Cache-Control", "max-age=60, No-StOrE")).isEqualTo("no-store");
    assertThat(refusal("Cache-Control", "max-age=60", "Set-Cookie", "a=b")).isEqualTo("set-cookie");
    assertThat(refusal("Cache-Control", "max-age=60", "Vary", "Foo, *")).isEqualTo("vary-star");
    assertThat(refusal("Cache-Control", "max-age=60", "Vary", "Foo", "Vary", "*"))
        .isEqualTo("vary-star");
    assertThat(refusal("Cache-Control", "max-age=60", "Vary", "Foo")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Authorization", "Cookie"})
  void whatWasAskedForByOneNeedsLeave(String name) {
    var asked = get(name, "secret");
    assertThat(refusal(asked, answer(200, "Cache-Control", "max-age=60")))
        .isEqualTo(name.toLowerCase(java.util.Locale.ROOT));
    for (String leave : List.of("public", "s-maxage=60", "must-revalidate")) {
      assertThat(refusal(asked, answer(200, "Cache-Control", "max-age=60, " + leave))).isEmpty();
    }
  }

  @Test
  void cookiesAreStoredWhereTheUserWantsIt() {
    var lax = new Rules(new CacheOptions(List.of(), true, OptionalLong.empty(), true, "test"));
    assertThat(lax.storing(get(), answer(200, "Cache-Control", "max-age=60", "Set-Cookie", "a=b")))
        .isInstanceOf(Storing.Yes.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HEAD", "POST", "PUT", "M-SEARCH"})
  void otherMethodsAreNotStored(String method) {
    assertThat(refusal(request(method), answer(200, "Cache-Control", "max-age=60")))
        .isEqualTo("method");
  }

  @Test
  void aStatusNeedBeUnderstoodOnlyWhereThatIsDemanded() {
    assertThat(refusal(get(), answer(599, "Cache-Control", "max-age=60"))).isEmpty();
    assertThat(refusal(get(), answer(599, "Cache-Control", "max-age=60, must-understand")))
        .isEqualTo("must-understand");
    assertThat(
            refusal(get(), answer(200, "Cache-Control", "max-age=60, must-understand, no-store")))
        .isEmpty();
    assertThat(refusal(get(), answer(304, "Cache-Control", "max-age=60"))).isEqualTo("status");
    assertThat(refusal(get(), answer(500, "Cache-Control", "max-age=60"))).isEmpty();
  }

  @Test
  void aPartNeedsItsPlace() {
    var part = answer(206, "Cache-Control", "max-age=60", "Content-Range", "bytes 4-9/10");
    assertThat(RULES.storing(get(), part))
        .isInstanceOfSatisfying(
            Storing.Yes.class,
            y -> assertThat(y.stored().extent()).isEqualTo(new Extent(4, 9, 10)));
    assertThat(refusal(get(), answer(206, "Cache-Control", "max-age=60")))
        .isEqualTo("content-range");
    assertThat(Extent.of("bytes 9-4/10")).isEmpty();
    assertThat(Extent.of("bytes 4-10/10")).isEmpty();
    assertThat(Extent.of("bytes 4-9/*")).contains(new Extent(4, 9, -1));
  }

  @Test
  void fieldsOfTheConnectionAndOfOneReceiverAreNotStored() {
    var answer =
        answer(
            200,
            "Cache-Control",
            "max-age=60, no-cache=\"a\", private=\"b\"",
            "Connection",
            "c, close",
            "A",
            "1",
            "B",
            "2",
            "C",
            "3",
            "D",
            "4",
            "Keep-Alive",
            "5",
            "Transfer-Encoding",
            "chunked",
            "Cache-Status",
            "other; hit");
    assertThat(RULES.storing(get(), answer))
        .isInstanceOfSatisfying(
            Storing.Yes.class,
            y ->
                assertThat(y.stored().head().fields().lines())
                    .extracting(Fields.Field::name)
                    .containsExactly("Cache-Control", "D", "Date"));
  }

  @Test
  void keysTellResourcesApart() {
    assertThat(get().key()).isEqualTo("https://shop.example/a?b=1");
    var other = new RequestHead("GET", "https", "shop.example", "/a?B=1", Fields.NONE);
    assertThat(other.key()).isNotEqualTo(get().key());
    var upper = new RequestHead("GET", "https", "SHOP.example", "/a?b=1", Fields.NONE);
    assertThat(upper.key()).isEqualTo(get().key());
  }
}
