package dev.proven.gateway.cache;

import java.util.OptionalLong;

/**
 * The directives of an answer that count for this cache.
 *
 * @param directives of the first targeted field that says anything, else of Cache-Control
 * @param targeted whether Cache-Control and Expires do not count
 */
record Control(CacheControl directives, boolean targeted) {
  /** Of an answer, for a cache with that list of targeted fields (RFC 9213 section 2.2). */
  static Control of(Fields fields, CacheOptions options) {
    for (String name : options.targeted()) {
      var lines = fields.all(name);
      var members = lines.isEmpty() ? null : StructuredDictionary.parse(lines).orElse(null);
      if (members != null && !members.isEmpty()) {
        return new Control(CacheControl.of(members), true);
      }
    }
    return new Control(CacheControl.of(fields), false);
  }

  boolean has(String directive) {
    return directives.has(directive);
  }

  OptionalLong seconds(String directive) {
    return directives.seconds(directive);
  }

  /** Whether a stale answer must never be given without asking (RFC 9111 section 4.2.4). */
  boolean forbidsStale() {
    return directives.hasWhole("no-cache")
        || has("must-revalidate")
        || has("proxy-revalidate")
        || has("s-maxage");
  }
}
