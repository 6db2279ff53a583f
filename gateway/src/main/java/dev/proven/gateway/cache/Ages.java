package dev.proven.gateway.cache;

import java.util.OptionalLong;

/** How old an answer is (RFC 9111 section 4.2.3). */
final class Ages {
  private Ages() {}

  /** Seconds since the origin made or confirmed it. */
  static long current(Stored stored, long now) {
    var fields = stored.head().fields();
    long apparent = Math.max(0, stored.responseTime() - date(fields, stored.responseTime())) / 1000;
    long delay = Math.max(0, stored.responseTime() - stored.requestTime()) / 1000;
    long initial = Math.max(apparent, told(fields).orElse(0) + delay);
    return initial + Math.max(0, now - stored.responseTime()) / 1000;
  }

  /** The first member of the Age field; an Age that is no number counts for nothing. */
  private static OptionalLong told(Fields fields) {
    return Lists.members(fields.all("age")).stream()
        .findFirst()
        .map(DeltaSeconds::parse)
        .orElse(OptionalLong.empty());
  }

  /** Milliseconds of the Date field; when the answer came, where there is none. */
  static long date(Fields fields, long responseTime) {
    return fields
        .first("date")
        .map(d -> HttpDate.parse(d, responseTime))
        .orElse(OptionalLong.empty())
        .orElse(responseTime);
  }
}
