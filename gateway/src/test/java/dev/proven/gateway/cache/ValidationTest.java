package dev.proven.gateway.cache;

import static dev.proven.gateway.cache.Rules.NOON;
import static dev.proven.gateway.cache.Rules.answer;
import static dev.proven.gateway.cache.Rules.date;
import static dev.proven.gateway.cache.Rules.get;
import static dev.proven.gateway.cache.Rules.request;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conditions: those of clients, and those under which the origin is asked. */
class ValidationTest {
  private static final String TAG = "\"abc\"";

  private static Stored stored(String... fields) {
    return Rules.standard().holding(fields).only();
  }

  private static int status(Stored stored, String... fields) {
    return Answering.of(get(fields), stored, NOON).status();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          "abc"   | "abc"               | 304
          "abc"   | W/"abc"             | 304
          W/"abc" | "abc"               | 304
          "abc"   | "x", "abc", "y"     | 304
          "abc"   | "x,"abc""           | 200
          "a,b"   | "x", "a,b"          | 304
          "abc"   | *                   | 304
          "abc"   | "abd"               | 200
          """)
  void tagsAreComparedWeakly(String tag, String condition, int status) {
    var stored = stored("Cache-Control", "max-age=60", "ETag", tag);
    assertThat(status(stored, "If-None-Match", condition)).isEqualTo(status);
  }

  @Test
  void aTagBeatsADate() {
    var stored = stored("Cache-Control", "max-age=60", "ETag", TAG, "Last-Modified", date(-5000));
    assertThat(status(stored, "If-None-Match", TAG, "If-Modified-Since", date(-9000)))
        .isEqualTo(304);
    assertThat(status(stored, "If-None-Match", "\"x\"", "If-Modified-Since", date(0)))
        .isEqualTo(200);
  }

  @Test
  void aDateIsComparedWithTheLastChangeOrElseTheDate() {
    var changed =
        stored("Cache-Control", "max-age=60", "Last-Modified", date(-3000), "Date", date(0));
    assertThat(status(changed, "If-Modified-Since", date(-3000))).isEqualTo(304);
    assertThat(status(changed, "If-Modified-Since", date(-2000))).isEqualTo(304);
    assertThat(status(changed, "If-Modified-Since", date(-3001))).isEqualTo(200);
    assertThat(status(changed, "If-Modified-Since", "yesterday")).isEqualTo(200);
    var plain = stored("Cache-Control", "max-age=60", "Date", date(-10));
    assertThat(status(plain, "If-Modified-Since", date(0))).isEqualTo(304);
    assertThat(status(plain, "If-Modified-Since", date(-11))).isEqualTo(200);
  }

  @Test
  void a304SaysNothingOfTheBody() {
    var stored =
        stored(
            "Cache-Control",
            "max-age=60",
            "ETag",
            TAG,
            "Content-Length",
            "10",
            "Content-Type",
            "a/b");
    var answering = Answering.of(get("If-None-Match", TAG), stored, NOON);
    assertThat(answering.body()).isEmpty();
    assertThat(answering.fields().has("content-length")).isFalse();
    assertThat(answering.fields().first("etag")).hasValue(TAG);
  }

  @Test
  void theOriginIsAskedByWhatIsStored() {
    var rules =
        Rules.standard()
            .holding("Cache-Control", "max-age=5", "ETag", "W/\"x\"", "Last-Modified", date(-9));
    assertThat(rules.after(6, get("If-None-Match", "\"client\"")))
        .isEqualTo(
            new Decision.Validate(
                rules.only(),
                Fields.of("If-None-Match", "W/\"x\"", "If-Modified-Since", date(-9)),
                "stale"));
    assertThat(rules.after(6, request("HEAD"))).isInstanceOf(Decision.Forward.class);
    assertThat(rules.after(1, request("HEAD"))).isInstanceOf(Decision.Serve.class);
  }

  @Test
  void a304UpdatesAllButWhatBelongsToTheBody() {
    var stored =
        stored(
            "Cache-Control",
            "max-age=5",
            "ETag",
            TAG,
            "Content-Length",
            "10",
            "Content-Encoding",
            "gzip",
            "Test",
            "old",
            "Kept",
            "1",
            "Age",
            "3");
    var news =
        answer(
            304,
            "Cache-Control",
            "max-age=60",
            "ETag",
            TAG,
            "Content-Length",
            "0",
            "Content-Encoding",
            "br",
            "Test",
            "new",
            "Connection",
            "close");
    var updated = Updating.confirmed(stored, news, NOON + 5000, NOON + 5000).orElseThrow();
    var fields = updated.head().fields();
    assertThat(fields.first("content-length")).hasValue("10");
    assertThat(fields.first("content-encoding")).hasValue("gzip");
    assertThat(fields.first("test")).hasValue("new");
    assertThat(fields.first("kept")).hasValue("1");
    assertThat(fields.first("cache-control")).hasValue("max-age=60");
    assertThat(fields.has("connection")).isFalse();
    assertThat(Ages.current(updated, NOON + 5000)).isZero();
  }

  @Test
  void a304OfSomethingElseConfirmsNothing() {
    var stored = stored("Cache-Control", "max-age=5", "ETag", TAG, "Last-Modified", date(-9));
    assertThat(Updating.confirmed(stored, answer(304, "ETag", "\"other\""), NOON, NOON)).isEmpty();
    assertThat(Updating.confirmed(stored, answer(304, "Last-Modified", date(-8)), NOON, NOON))
        .isEmpty();
    assertThat(Updating.confirmed(stored, answer(304), NOON, NOON)).isPresent();
  }

  @Test
  void anAnswerToHeadUpdatesOrInvalidates() {
    var stored = stored("Cache-Control", "max-age=5", "ETag", TAG);
    assertThat(
            Updating.byHead(
                    stored, answer(200, "ETag", TAG, "Cache-Control", "max-age=60"), NOON, NOON)
                .orElseThrow()
                .first("cache-control"))
        .isEqualTo("max-age=60");
    assertThat(Updating.byHead(stored, answer(200, "ETag", "\"other\""), NOON, NOON)).isEmpty();
    assertThat(Updating.byHead(stored, answer(200, "Content-Length", "11"), NOON, NOON)).isEmpty();
    assertThat(Updating.byHead(stored, answer(410, "ETag", TAG), NOON, NOON)).isEmpty();
  }

  @Test
  void changesInvalidateWhatTheyName() {
    var post = request("POST");
    assertThat(Invalidating.keys(post, answer(201, "Location", "/new", "Content-Location", "c?d")))
        .containsExactly(
            "https://shop.example/a?b=1", "https://shop.example/new", "https://shop.example/c?d");
    assertThat(Invalidating.keys(request("M-SEARCH"), answer(302))).hasSize(1);
    assertThat(Invalidating.keys(post, answer(500, "Location", "/new"))).isEmpty();
    assertThat(Invalidating.keys(request("GET"), answer(200, "Location", "/new"))).isEmpty();
    assertThat(Invalidating.keys(post, answer(200, "Location", "https://other.example/x")))
        .hasSize(1);
    assertThat(Invalidating.keys(post, answer(200, "Location", "http://shop.example/x")))
        .hasSize(1);
    assertThat(Invalidating.keys(post, answer(200, "Location", "::not a place::"))).hasSize(1);
  }
}
