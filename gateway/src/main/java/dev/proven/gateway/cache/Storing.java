package dev.proven.gateway.cache;

import java.util.HashSet;
import java.util.Map;

/** Whether an answer may be stored, and what of it (RFC 9111 section 3). */
public sealed interface Storing {
  /** It may. */
  record Yes(Stored stored, long freshSeconds) implements Storing {}

  /**
   * It may not.
   *
   * @param reason one word or a few, for Cache-Status
   * @param shareable whether those who wait for the same may still have it, or each must ask
   */
  record No(String reason, boolean shareable) implements Storing {}

  /**
   * Looks at an answer.
   *
   * @param requestTime when the request was sent, milliseconds since 1970
   * @param responseTime when the head of the answer came, milliseconds since 1970
   */
  static Storing of(
      RequestHead request,
      ResponseHead answer,
      long requestTime,
      long responseTime,
      CacheOptions options) {
    var control = Control.of(answer.fields(), options);
    var refusal = refusal(request, answer, control, options);
    if (refusal != null) {
      return refusal;
    }
    var names = Vary.names(answer.fields());
    if (names.isEmpty()) {
      return new No("vary-star", false);
    }
    var extent = extent(answer);
    if (extent == null) {
      return new No("content-range", false);
    }
    var stored =
        new Stored(
            kept(answer, control, responseTime),
            Map.copyOf(Vary.values(names.get(), request.fields())),
            extent,
            requestTime,
            responseTime);
    var freshness = Freshness.of(stored.head(), control, responseTime, options);
    boolean useful =
        freshness.seconds() > 0
            || Validators.has(answer.fields())
            || control.seconds("stale-while-revalidate").orElse(0) > 0
            || control.seconds("stale-if-error").orElse(0) > 0;
    return useful
        ? new Yes(stored, freshness.seconds() - Ages.current(stored, responseTime))
        : new No("no-freshness", true);
  }

  private static @org.jspecify.annotations.Nullable No refusal(
      RequestHead request, ResponseHead answer, Control control, CacheOptions options) {
    if (!request.method().equals("GET")) {
      return new No("method", false);
    }
    if (answer.status() < 200 || answer.status() == 304) {
      return new No("status", true);
    }
    boolean understands = control.has("must-understand");
    if (understands && !Statuses.isUnderstood(answer.status())) {
      return new No("must-understand", false);
    }
    if ((control.has("no-store") && !understands) || request.cacheControl().has("no-store")) {
      return new No("no-store", false);
    }
    if (control.directives().hasWhole("private")) {
      return new No("private", false);
    }
    boolean shared =
        control.has("public") || control.has("s-maxage") || control.has("must-revalidate");
    if (request.fields().has("authorization") && !shared) {
      return new No("authorization", false);
    }
    if (request.fields().has("cookie") && !shared) {
      return new No("cookie", false);
    }
    boolean cookies = answer.fields().has("set-cookie") || answer.fields().has("set-cookie2");
    return cookies && !options.storeSetCookie() ? new No("set-cookie", false) : null;
  }

  private static @org.jspecify.annotations.Nullable Extent extent(ResponseHead answer) {
    if (answer.status() != 206) {
      return Extent.whole(0);
    }
    return answer.fields().first("content-range").flatMap(Extent::of).orElse(null);
  }

  /** Without what belongs to the connection or is for one receiver; with a Date. */
  private static ResponseHead kept(ResponseHead answer, Control control, long responseTime) {
    var limited = new HashSet<>(control.directives().fieldsOf("no-cache"));
    limited.addAll(control.directives().fieldsOf("private"));
    var fields = Hop.stripped(answer.fields()).without(limited).without("cache-status");
    boolean dated = HttpDate.parse(fields.first("date").orElse(""), responseTime).isPresent();
    return answer.with(dated ? fields : fields.set("Date", HttpDate.format(responseTime)));
  }
}
