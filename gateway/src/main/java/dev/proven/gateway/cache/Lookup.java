package dev.proven.gateway.cache;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Decides on a request by what is stored for its URI (RFC 9111 section 4).
 *
 * @param options what the user has chosen
 * @param now milliseconds since 1970
 */
public record Lookup(CacheOptions options, long now) {
  /** What to do. */
  public Decision decide(RequestHead request, List<Stored> stored) {
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      return new Decision.Forward("method", false);
    }
    var wanted = request.cacheControl();
    var fields = request.fields();
    if (wanted.has("no-store") || fields.has("if-match") || fields.has("if-unmodified-since")) {
      return forward(wanted, "request", false);
    }
    var chosen = chosen(request, stored);
    if (chosen.isEmpty()) {
      return forward(wanted, stored.isEmpty() ? "uri-miss" : "vary-miss", !fields.has("range"));
    }
    return decide(request, wanted, chosen.get());
  }

  /** Which of the stored answers is the one for such a request (RFC 9111 section 4.1). */
  public static Optional<Stored> chosen(RequestHead request, List<Stored> stored) {
    return stored.stream()
        .filter(s -> Vary.matches(s, request.fields()))
        .max(
            Comparator.<Stored>comparingLong(s -> Ages.date(s.head().fields(), s.responseTime()))
                .thenComparingLong(Stored::responseTime));
  }

  private static Decision forward(CacheControl wanted, String reason, boolean shareable) {
    return wanted.has("only-if-cached")
        ? new Decision.OnlyIfCached()
        : new Decision.Forward(reason, shareable);
  }

  private Decision decide(RequestHead request, CacheControl wanted, Stored stored) {
    var control = Control.of(stored.head().fields(), options);
    long lifetime = Freshness.of(stored.head(), control, stored.responseTime(), options).seconds();
    long age = Ages.current(stored, now);
    var use = new Use(lifetime, age, wanted, control);
    if (!stored.isComplete() && !servesPart(request, stored)) {
      return completing(request, wanted, stored);
    }
    if (use.isUsable()) {
      return new Decision.Serve(stored, age, lifetime - age, use.refreshes());
    }
    if (wanted.has("only-if-cached")) {
      return new Decision.OnlyIfCached();
    }
    boolean validates =
        request.method().equals("GET")
            && stored.isComplete()
            && Validators.has(stored.head().fields());
    var reason = use.isFresh() ? "request" : "stale";
    return validates
        ? new Decision.Validate(stored, Validators.conditions(stored), reason)
        : new Decision.Forward(reason, !request.fields().has("range"));
  }

  private boolean servesPart(RequestHead request, Stored stored) {
    return ByteRange.of(request.fields(), stored.extent().total())
        .flatMap(range -> range)
        .filter(range -> Validators.allowsRange(request.fields(), stored, now))
        .filter(stored.extent()::holds)
        .isPresent();
  }

  /** Parts are only put together under one strong entity tag (RFC 9111 section 3.4). */
  private static Decision completing(RequestHead request, CacheControl wanted, Stored stored) {
    boolean rest =
        request.method().equals("GET")
            && !request.fields().has("range")
            && stored.extent().first() == 0
            && stored.extent().total() > 0
            && Validators.isStrong(stored.first("etag"));
    if (!rest || wanted.has("only-if-cached")) {
      return forward(wanted, "partial", false);
    }
    return new Decision.Complete(
        stored,
        Fields.of(
            "Range",
            "bytes=" + (stored.extent().last() + 1) + "-",
            "If-Range",
            stored.first("etag")));
  }

  /** Whether what is stored may be given instead of an error of the origin (RFC 5861). */
  public Optional<Decision.Serve> insteadOfError(RequestHead request, Stored stored) {
    var control = Control.of(stored.head().fields(), options);
    long lifetime = Freshness.of(stored.head(), control, stored.responseTime(), options).seconds();
    long age = Ages.current(stored, now);
    long window =
        Math.max(
            control.seconds("stale-if-error").orElse(-1),
            request.cacheControl().seconds("stale-if-error").orElse(-1));
    boolean may = !control.forbidsStale() && window >= 0 && age - lifetime <= window;
    return may
        ? Optional.of(new Decision.Serve(stored, age, lifetime - age, false))
        : Optional.empty();
  }

  /** Whether the origin's answer is one instead of which a stale one may be given. */
  public static boolean isError(int status) {
    return Statuses.isError(status);
  }

  /** What the directives of both sides make of the age of an answer (RFC 9111 section 5.2). */
  private record Use(long lifetime, long age, CacheControl wanted, Control control) {
    boolean isFresh() {
      return age < lifetime;
    }

    boolean isUsable() {
      if (wanted.has("no-cache") || control.directives().hasWhole("no-cache")) {
        return false;
      }
      boolean young =
          age <= wanted.seconds("max-age").orElse(Long.MAX_VALUE)
              && lifetime - age >= wanted.seconds("min-fresh").orElse(Long.MIN_VALUE);
      if (isFresh()) {
        return young;
      }
      return !control.forbidsStale()
          && young
          && (refreshes() || age - lifetime <= wanted.secondsOrForever("max-stale").orElse(-1));
    }

    /** Stale, but for so short a time that one refresh in the background is enough. */
    boolean refreshes() {
      return !isFresh() && age - lifetime <= control.seconds("stale-while-revalidate").orElse(-1);
    }
  }
}
