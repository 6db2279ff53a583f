package dev.proven.gateway.flow;

import dev.proven.gateway.cache.Fields;
import dev.proven.gateway.cache.Hop;
import dev.proven.gateway.cache.HttpDate;
import dev.proven.gateway.cache.RequestHead;
import java.util.Locale;
import java.util.Set;

/** What is changed in fields that go through (RFC 9110 section 7.6, RFC 7239). */
final class Forwarding {
  /** An origin may build its answer of them, and they are in no key. */
  private static final Set<String> NOT_FORWARDED =
      Set.of(
          "forwarded",
          "x-original-url",
          "x-rewrite-url",
          "x-original-host",
          "x-host",
          "x-http-method",
          "x-http-method-override",
          "x-method-override",
          "x-real-ip");

  private Forwarding() {}

  /** To the origin. */
  static RequestHead toOrigin(RequestHead head, String peer, String identity) {
    var kept =
        head.fields()
            .filtered(f -> {
              var name = f.name().toLowerCase(Locale.ROOT);
              return !NOT_FORWARDED.contains(name) && !name.startsWith("x-forwarded-");
            });
    var quoted = peer.contains(":") ? "\"[" + peer + "]\"" : peer;
    var more =
        Fields.of(
            "X-Forwarded-For",
            peer,
            "X-Forwarded-Proto",
            head.scheme(),
            "X-Forwarded-Host",
            head.authority(),
            "Forwarded",
            "for=" + quoted + ";host=\"" + head.authority() + "\";proto=" + head.scheme(),
            "Via",
            "1.1 " + identity);
    var lines = new java.util.ArrayList<>(kept.lines());
    lines.addAll(more.lines());
    return head.with(Fields.of(lines));
  }

  /** To a client, from the origin. */
  static Fields toClient(Fields fields, String identity, String cacheStatus, long now) {
    var kept = Hop.stripped(fields);
    return fromCache(kept.has("date") ? kept : kept.with("Date", HttpDate.format(now)), identity)
        .with("Cache-Status", cacheStatus);
  }

  /** To a client, from the cache. */
  static Fields fromCache(Fields fields, String identity) {
    return fields.with("Via", "1.1 " + identity);
  }
}
