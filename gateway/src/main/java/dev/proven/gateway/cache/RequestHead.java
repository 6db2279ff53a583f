package dev.proven.gateway.cache;

import java.util.Locale;

/**
 * What a request asks for.
 *
 * @param method as sent; methods are case-sensitive
 * @param scheme http or https
 * @param authority host and port, checked and in small letters
 * @param target path and query, byte for byte
 * @param fields without those of the connection
 */
public record RequestHead(
    String method, String scheme, String authority, String target, Fields fields) {
  /** What identifies the resource, and all stored answers for it. */
  public String key() {
    return scheme + "://" + authority.toLowerCase(Locale.ROOT) + target;
  }

  /** Whether the method is known to change nothing (RFC 9110 section 9.2.1). */
  public boolean isSafe() {
    return switch (method) {
      case "GET", "HEAD", "OPTIONS", "TRACE" -> true;
      default -> false;
    };
  }

  /** Its Cache-Control; {@code Pragma: no-cache} stands for one where there is none. */
  public CacheControl cacheControl() {
    if (!fields.has("cache-control")
        && Lists.members(fields.all("pragma")).stream().anyMatch("no-cache"::equalsIgnoreCase)) {
      return CacheControl.of(java.util.List.of("no-cache"));
    }
    return CacheControl.of(fields);
  }

  /** The same with other fields. */
  public RequestHead with(Fields others) {
    return new RequestHead(method, scheme, authority, target, others);
  }
}
