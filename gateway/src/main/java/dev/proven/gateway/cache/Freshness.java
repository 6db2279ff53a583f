package dev.proven.gateway.cache;

import java.util.OptionalLong;

/**
 * How long an answer is fresh.
 *
 * @param seconds from when the origin made it; 0 and less is never
 * @param explicit whether the origin said so
 */
record Freshness(long seconds, boolean explicit) {
  private static final double SHARE = 0.1;

  private static final Freshness NONE = new Freshness(0, false);

  /** By RFC 9111 section 4.2.1 and 4.2.2, for a shared cache. */
  static Freshness of(ResponseHead head, Control control, long responseTime, CacheOptions options) {
    var told = control.seconds("s-maxage");
    if (told.isEmpty()) {
      told = control.seconds("max-age");
    }
    if (told.isEmpty() && !control.targeted()) {
      told = untilExpires(head.fields(), responseTime);
    }
    if (told.isPresent()) {
      return new Freshness(told.getAsLong(), true);
    }
    boolean heuristic =
        options.heuristics() && (Statuses.isHeuristic(head.status()) || control.has("public"));
    return heuristic ? guessed(head.fields(), responseTime, options) : NONE;
  }

  /** An Expires that is no date lies in the past. */
  private static OptionalLong untilExpires(Fields fields, long responseTime) {
    var expires = fields.first("expires");
    if (expires.isEmpty()) {
      return OptionalLong.empty();
    }
    var moment = HttpDate.parse(expires.get(), responseTime);
    return moment.isEmpty()
        ? OptionalLong.of(0)
        : OptionalLong.of((moment.getAsLong() - Ages.date(fields, responseTime)) / 1000);
  }

  private static Freshness guessed(Fields fields, long responseTime, CacheOptions options) {
    var modified = fields.first("last-modified");
    if (modified.isPresent()) {
      var moment = HttpDate.parse(modified.get(), responseTime);
      if (moment.isPresent()) {
        long unchanged = Ages.date(fields, responseTime) - moment.getAsLong();
        return new Freshness(Math.round(SHARE * Math.max(0, unchanged) / 1000), false);
      }
    }
    return options.defaultTtl().isPresent()
        ? new Freshness(options.defaultTtl().getAsLong(), false)
        : NONE;
  }
}
