package dev.proven.gateway.cache;

import static dev.proven.gateway.cache.Rules.date;
import static dev.proven.gateway.cache.Rules.get;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** For how long an answer is used without asking (RFC 9111 section 4.2). */
class FreshnessTest {
  private static boolean isFresh(long seconds, String... fields) {
    return Rules.standard().holding(fields).after(seconds, get()) instanceof Decision.Serve;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          max-age=60                            | 59 | true
          max-age=60                            | 60 | false
          MaX-aGe=60                            | 59 | true
          max-age="60"                          | 59 | true
          max-age='60'                          | 0  | false
          max-age=0060                          | 59 | true
          max-age=60.0                          | 0  | false
          max-age=-60                           | 0  | false
          max-age=99999999999999999999          | 9  | true
          max-age=60, max-age=5                 | 9  | false
          max-age=5, s-maxage=60                | 59 | true
          s-maxage=5, max-age=60                | 9  | false
          x="max-age=60", max-age=5             | 9  | false
          max-age=5, x="a, max-age=60"          | 9  | false
          foobar, max-age=60                    | 59 | true
          max-age=60, no-cache                  | 0  | false
          max-age=60, no-cache="x"              | 59 | true
          max-age=60, must-revalidate           | 59 | true
          """)
  void byCacheControl(String control, long seconds, boolean fresh) {
    assertThat(isFresh(seconds, "Cache-Control", control, "ETag", "\"a\"")).isEqualTo(fresh);
  }

  @Test
  void severalLinesAreOneList() {
    assertThat(isFresh(9, "Cache-Control", "max-age=60", "Cache-Control", "s-maxage=5")).isFalse();
  }

  @Test
  void byExpiresLessTheDateOfTheOrigin() {
    assertThat(isFresh(59, "Date", date(0), "Expires", date(60))).isTrue();
    assertThat(isFresh(60, "Date", date(0), "Expires", date(60))).isFalse();
    assertThat(isFresh(0, "Date", date(400), "Expires", date(300))).isFalse();
    assertThat(isFresh(0, "Date", date(0), "Expires", "0", "ETag", "\"a\"")).isFalse();
    assertThat(isFresh(9, "Date", "nonsense", "Expires", date(10))).isTrue();
    assertThat(isFresh(9, "Cache-Control", "max-age=10", "Expires", date(-60))).isTrue();
    assertThat(isFresh(0, "Cache-Control", "max-age=0", "Expires", date(60))).isFalse();
  }

  @Test
  void datesHaveThreeForms() {
    long now = Rules.NOON;
    var all =
        List.of(
            "Sun, 01 Mar 2026 12:00:00 GMT",
            "Sunday, 01-Mar-26 12:00:00 GMT",
            "Sun Mar  1 12:00:00 2026");
    assertThat(all).allSatisfy(d -> assertThat(HttpDate.parse(d, now)).hasValue(now));
    assertThat(HttpDate.parse("Thu, 18 Aug 2050 02:01:18 AEST", now)).isEmpty();
    assertThat(HttpDate.parse("Sun, 1 Mar 2026 12:00:00 GMT", now)).isEmpty();
    assertThat(HttpDate.format(now)).isEqualTo(all.getFirst());
  }

  @Test
  void ageCountsWhateverWasSpentOnTheWay() {
    assertThat(isFresh(0, "Cache-Control", "max-age=60", "Age", "60")).isFalse();
    assertThat(isFresh(29, "Cache-Control", "max-age=60", "Age", "30")).isTrue();
    assertThat(isFresh(30, "Cache-Control", "max-age=60", "Age", "30")).isFalse();
    assertThat(isFresh(0, "Cache-Control", "max-age=60", "Date", date(-61))).isFalse();
    assertThat(isFresh(0, "Date", date(10), "Expires", date(20), "Age", "15")).isFalse();
  }

  /** RFC 9111 section 5.1: the first of several, and nothing where it is no number. */
  @ParameterizedTest
  @CsvSource({"'60, 0', false", "'0, 60', true", "abc, true", "-60, true", "60.0, true"})
  void ageIsItsFirstMember(String age, boolean fresh) {
    assertThat(isFresh(0, "Cache-Control", "max-age=60", "Age", age)).isEqualTo(fresh);
  }

  @Test
  void whatSaysNothingIsFreshForATenthOfItsAge() {
    assertThat(isFresh(99, "Date", date(0), "Last-Modified", date(-1000))).isTrue();
    assertThat(isFresh(100, "Date", date(0), "Last-Modified", date(-1000))).isFalse();
    var old = new String[] {"Date", date(0), "Last-Modified", date(-1000)};
    assertThat(Rules.standard().holding(get(), Rules.answer(201, old)).after(1, get()))
        .isInstanceOf(Decision.Validate.class);
    assertThat(
            Rules.standard()
                .holding(
                    get(), new ResponseHead(599, Fields.of(old).with("Cache-Control", "public")))
                .after(1, get()))
        .isInstanceOf(Decision.Serve.class);
  }

  @Test
  void whatHasNeitherFreshnessNorValidatorIsNotStored() {
    assertThat(Rules.standard().storing(get(), Rules.answer(200, "Date", date(0))))
        .isEqualTo(new Storing.No("no-freshness", true));
    var eager = new Rules(new CacheOptions(List.of(), true, OptionalLong.of(5), false, "test"));
    eager.holding("Date", date(0));
    assertThat(eager.after(4, get())).isInstanceOf(Decision.Serve.class);
    assertThat(eager.after(5, get())).isInstanceOf(Decision.Forward.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          max-age=60                | max-age=1    | true
          max-age=60;x=y, foo=(a b) | no-store     | true
          max-age=5                 | max-age=60   | false
          max-age="60"              | max-age=1    | false
          max-age=60, =             | max-age=1    | false
          MAX-AGE=60                | max-age=1    | false
          no-store                  | max-age=60   | false
          no-store=?0, max-age=60   | no-store     | true
          """)
  void aFieldForSharedCachesDecidesFirst(String targeted, String control, boolean fresh) {
    assertThat(
            isFresh(
                9,
                "CDN-Cache-Control",
                targeted,
                "Cache-Control",
                control,
                "Expires",
                date(1),
                "Date",
                date(0)))
        .isEqualTo(fresh);
  }

  @Test
  void whatRequestsWantIsHeard() {
    var rules = Rules.standard().holding("Cache-Control", "max-age=60", "ETag", "\"a\"");
    assertThat(rules.after(9, get("Cache-Control", "max-age=8")))
        .isInstanceOf(Decision.Validate.class);
    assertThat(rules.after(9, get("Cache-Control", "max-age=9")))
        .isInstanceOf(Decision.Serve.class);
    assertThat(rules.after(9, get("Cache-Control", "min-fresh=52")))
        .isInstanceOf(Decision.Validate.class);
    assertThat(rules.after(9, get("Cache-Control", "no-cache")))
        .isInstanceOf(Decision.Validate.class);
    assertThat(rules.after(9, get("Pragma", "no-cache"))).isInstanceOf(Decision.Validate.class);
    assertThat(rules.after(9, get("Cache-Control", "no-store")))
        .isInstanceOf(Decision.Forward.class);
    assertThat(rules.after(69, get("Cache-Control", "max-stale=10")))
        .isInstanceOf(Decision.Serve.class);
    assertThat(rules.after(71, get("Cache-Control", "max-stale=10")))
        .isInstanceOf(Decision.Validate.class);
    assertThat(rules.after(61, get("Cache-Control", "only-if-cached")))
        .isInstanceOf(Decision.OnlyIfCached.class);
  }

  @Test
  void whatIsStaleForAMomentIsRefreshedInTheBackground() {
    var rules = Rules.standard().holding("Cache-Control", "max-age=60, stale-while-revalidate=10");
    assertThat(rules.after(65, get())).isEqualTo(new Decision.Serve(rules.only(), 65, -5, true));
    assertThat(rules.after(71, get())).isInstanceOf(Decision.Forward.class);
    var strict =
        Rules.standard()
            .holding("Cache-Control", "max-age=60, stale-while-revalidate=10, must-revalidate");
    assertThat(strict.after(65, get())).isInstanceOf(Decision.Forward.class);
  }

  @Test
  void insteadOfAnErrorOnlyWhatMayBeStale() {
    for (String forbids :
        List.of("must-revalidate", "proxy-revalidate", "no-cache", "s-maxage=60")) {
      assertThat(insteadOfError("max-age=60, stale-if-error=30, " + forbids, 70)).isFalse();
    }
    assertThat(insteadOfError("max-age=60, stale-if-error=30", 90)).isTrue();
    assertThat(insteadOfError("max-age=60, stale-if-error=30", 91)).isFalse();
    assertThat(insteadOfError("max-age=60", 61)).isFalse();
  }

  private static boolean insteadOfError(String control, long seconds) {
    var stored = Rules.standard().holding("Cache-Control", control, "ETag", "\"a\"").only();
    return new Lookup(CacheOptions.STANDARD, Rules.NOON + 1000 * seconds)
        .insteadOfError(get(), stored)
        .isPresent();
  }
}
