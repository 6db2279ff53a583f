package dev.proven.gateway.cache;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Set;

/** Which stored answers an answer to another method makes useless (RFC 9111 section 4.4). */
public final class Invalidating {
  private Invalidating() {}

  /** The keys of all resources whose stored answers must go. */
  public static Set<String> keys(RequestHead request, ResponseHead answer) {
    if (request.isSafe() || answer.status() < 200 || answer.status() >= 400) {
      return Set.of();
    }
    var keys = new LinkedHashSet<String>();
    keys.add(request.key());
    for (String name : new String[] {"location", "content-location"}) {
      answer.fields().all(name).forEach(value -> addIfSameOrigin(request, value, keys));
    }
    return keys;
  }

  private static void addIfSameOrigin(RequestHead request, String value, Set<String> keys) {
    try {
      var base = URI.create(request.key());
      var uri = base.resolve(value);
      boolean same =
          request.scheme().equalsIgnoreCase(uri.getScheme())
              && request.authority().equalsIgnoreCase(uri.getRawAuthority());
      if (same) {
        var path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        var query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        keys.add(
            new RequestHead("GET", request.scheme(), request.authority(), path + query, Fields.NONE)
                .key());
      }
    } catch (IllegalArgumentException e) {
      // What is no address names no resource.
    }
  }
}
