package dev.proven.gateway.cache;

import java.util.ArrayList;
import java.util.List;

/**
 * A cache of one URI, as a test speaks of it: answers come from an origin at a moment, and requests
 * at a later one.
 */
final class Rules {
  /** Sunday, 1 March 2026, noon, milliseconds since 1970. */
  static final long NOON = 1_772_366_400_000L;

  private final CacheOptions options;
  private final List<Stored> stored = new ArrayList<>();

  Rules(CacheOptions options) {
    this.options = options;
  }

  static Rules standard() {
    return new Rules(CacheOptions.STANDARD);
  }

  static RequestHead get(String... fields) {
    return request("GET", fields);
  }

  static RequestHead request(String method, String... fields) {
    return new RequestHead(method, "https", "shop.example", "/a?b=1", Fields.of(fields));
  }

  static ResponseHead answer(int status, String... fields) {
    return new ResponseHead(status, Fields.of(fields));
  }

  /** A point in time so many seconds after noon, as a field has it. */
  static String date(long seconds) {
    return HttpDate.format(NOON + 1000 * seconds);
  }

  Storing storing(RequestHead request, ResponseHead answer) {
    return Storing.of(request, answer, NOON, NOON, options);
  }

  /** Takes an answer that came at noon, with a body of ten bytes. */
  Rules holding(RequestHead request, ResponseHead answer) {
    if (storing(request, answer) instanceof Storing.Yes yes) {
      var one = yes.stored();
      var extent = answer.status() == 206 ? one.extent() : Extent.whole(10);
      stored.add(
          new Stored(one.head(), one.varying(), extent, one.requestTime(), one.responseTime()));
    }
    return this;
  }

  Rules holding(String... fields) {
    return holding(get(), answer(200, fields));
  }

  /** What is done with a request so many seconds after noon. */
  Decision after(long seconds, RequestHead request) {
    return new Lookup(options, NOON + 1000 * seconds).decide(request, stored);
  }

  Stored only() {
    return stored.getFirst();
  }
}
