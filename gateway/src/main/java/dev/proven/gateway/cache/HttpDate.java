package dev.proven.gateway.cache;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** Points in time as fields write them, in all three forms (RFC 9110 section 5.6.7). */
public final class HttpDate {
  private static final DateTimeFormatter PREFERRED =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);
  private static final DateTimeFormatter ASCTIME =
      DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH);

  /** A year of two digits lies at most 50 years ahead. */
  private static final int AHEAD = 50;

  private HttpDate() {}

  /**
   * Milliseconds since 1970 at which the second begins; empty where it is no date. What is before
   * 1970 is a date too.
   *
   * @param now in milliseconds, for a year of two digits
   */
  public static OptionalLong parse(String text, long now) {
    for (var form : List.of(PREFERRED, ASCTIME, rfc850(now))) {
      try {
        return OptionalLong.of(
            LocalDateTime.parse(text, form).toInstant(ZoneOffset.UTC).toEpochMilli());
      } catch (DateTimeException e) {
        // Perhaps it has another form.
      }
    }
    return OptionalLong.empty();
  }

  private static DateTimeFormatter rfc850(long now) {
    int year = Instant.ofEpochMilli(now).atOffset(ZoneOffset.UTC).getYear();
    return new DateTimeFormatterBuilder()
        .appendPattern("EEEE, dd-MMM-")
        .appendValueReduced(ChronoField.YEAR, 2, 2, year + AHEAD - 99)
        .appendPattern(" HH:mm:ss 'GMT'")
        .toFormatter(Locale.ENGLISH);
  }

  /** In the preferred form. */
  public static String format(long millis) {
    return PREFERRED.format(Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC));
  }
}
