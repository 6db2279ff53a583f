package dev.proven.gateway.cache;

import java.util.Optional;
import java.util.Set;

/** What an answer without a body says of a stored one (RFC 9111 sections 3.2, 4.3.4, 4.3.5). */
public final class Updating {
  /** They belong to the stored body, or to the connection. */
  private static final Set<String> KEPT =
      Set.of(
          "content-encoding",
          "content-length",
          "content-md5",
          "content-range",
          "etag",
          "cache-status");

  private Updating() {}

  /** The stored answer as a 304 confirms it; empty where the 304 is of another one. */
  public static Optional<Stored> confirmed(
      Stored stored, ResponseHead notModified, long requestTime, long responseTime) {
    var fields = notModified.fields();
    var tag = fields.first("etag");
    var modified = fields.first("last-modified");
    boolean same;
    if (tag.isPresent()) {
      same = Validators.weaklySame(tag.get(), stored.first("etag"));
    } else {
      same =
          modified.isEmpty()
              || !stored.head().fields().has("last-modified")
              || modified.get().equals(stored.first("last-modified"));
    }
    return same
        ? Optional.of(updated(stored, fields, requestTime, responseTime))
        : Optional.empty();
  }

  /** The stored answer as an answer to HEAD leaves it; empty where it is not that any more. */
  public static Optional<Stored> byHead(
      Stored stored, ResponseHead head, long requestTime, long responseTime) {
    var fields = head.fields();
    boolean same =
        head.status() == stored.head().status()
            && unlessOther(fields, stored, "etag")
            && unlessOther(fields, stored, "last-modified")
            && (!fields.has("content-length")
                || fields
                    .first("content-length")
                    .orElse("")
                    .equals(String.valueOf(stored.extent().total())));
    return same
        ? Optional.of(updated(stored, fields, requestTime, responseTime))
        : Optional.empty();
  }

  private static boolean unlessOther(Fields fields, Stored stored, String name) {
    return !fields.has(name) || fields.first(name).orElse("").equals(stored.first(name));
  }

  private static Stored updated(Stored stored, Fields fields, long requestTime, long responseTime) {
    var news = Hop.stripped(fields).without(KEPT);
    boolean dated = news.has("date");
    var merged = stored.head().fields().without("age").updatedBy(news);
    return stored.with(
        stored.head().with(dated ? merged : merged.set("Date", HttpDate.format(responseTime))),
        requestTime,
        responseTime);
  }
}
