package dev.proven.gateway.cache;

import static dev.proven.gateway.cache.Rules.NOON;
import static dev.proven.gateway.cache.Rules.answer;
import static dev.proven.gateway.cache.Rules.date;
import static dev.proven.gateway.cache.Rules.get;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parts: of whole answers that are stored, and stored themselves (RFC 9110 section 14). */
class RangesTest {
  private static final String TAG = "\"abc\"";

  private static Answering answering(String... fields) {
    var stored =
        Rules.standard()
            .holding("Cache-Control", "max-age=60", "ETag", TAG, "Last-Modified", date(-99))
            .only();
    return Answering.of(get(fields), stored, NOON);
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-1, 206, bytes 0-1/10",
    "bytes=8-, 206, bytes 8-9/10",
    "bytes=8-99, 206, bytes 8-9/10",
    "bytes=-3, 206, bytes 7-9/10",
    "bytes=-99, 206, bytes 0-9/10",
    "Bytes=0-0, 206, bytes 0-0/10",
    "bytes=10-, 416, bytes */10",
    "bytes=-0, 416, bytes */10",
    "bytes=5-4, 200, ''",
    "bytes=-, 200, ''",
    "'bytes=0-1,3-4', 200, ''",
    "lines=0-1, 200, ''",
    "bytes=0-99999999999999999999, 200, ''"
  })
  void aPartOfTheWhole(String range, int status, String contentRange) {
    var answering = answering("Range", range);
    assertThat(answering.status()).isEqualTo(status);
    assertThat(answering.fields().first("content-range").orElse("")).isEqualTo(contentRange);
  }

  @Test
  void onlyUnderTheConditionThatItIsTheSame() {
    assertThat(answering("Range", "bytes=0-1", "If-Range", TAG).status()).isEqualTo(206);
    assertThat(answering("Range", "bytes=0-1", "If-Range", "W/" + TAG).status()).isEqualTo(200);
    assertThat(answering("Range", "bytes=0-1", "If-Range", "\"x\"").status()).isEqualTo(200);
    assertThat(answering("Range", "bytes=0-1", "If-Range", date(-99)).status()).isEqualTo(206);
    assertThat(answering("Range", "bytes=0-1", "If-Range", date(-98)).status()).isEqualTo(200);
  }

  private static Rules part(String tag, String contentRange) {
    return Rules.standard()
        .holding(
            get("Range", "bytes=0-4"),
            answer(206, "Cache-Control", "max-age=60", "ETag", tag, "Content-Range", contentRange));
  }

  @Test
  void aStoredPartServesWhatItHolds() {
    var rules = part(TAG, "bytes 4-9/10");
    assertThat(rules.after(1, get("Range", "bytes=6-8"))).isInstanceOf(Decision.Serve.class);
    assertThat(rules.after(1, get("Range", "bytes=-1"))).isInstanceOf(Decision.Serve.class);
    assertThat(rules.after(1, get("Range", "bytes=3-8")))
        .isEqualTo(new Decision.Forward("partial", false));
    assertThat(rules.after(1, get())).isEqualTo(new Decision.Forward("partial", false));
    var answering = Answering.of(get("Range", "bytes=6-8"), rules.only(), NOON);
    assertThat(answering.body()).hasValue(new Extent(6, 8, 10));
  }

  @Test
  void aBeginningIsCompletedUnderAStrongTagOnly() {
    var rules = part(TAG, "bytes 0-4/10");
    assertThat(rules.after(1, get()))
        .isEqualTo(
            new Decision.Complete(rules.only(), Fields.of("Range", "bytes=5-", "If-Range", TAG)));
    assertThat(part("W/" + TAG, "bytes 0-4/10").after(1, get()))
        .isInstanceOf(Decision.Forward.class);
    assertThat(part(TAG, "bytes 0-4/*").after(1, get())).isInstanceOf(Decision.Forward.class);
  }
}
