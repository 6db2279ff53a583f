package dev.proven.gateway.cache;

import java.util.List;
import java.util.Optional;

/** Entity tags and dates of change (RFC 9110 sections 8.8 and 13). */
final class Validators {
  private Validators() {}

  /** Whether there is anything by which the origin can be asked. */
  static boolean has(Fields fields) {
    return fields.has("etag") || fields.has("last-modified");
  }

  /** Whether two tags are the same, weak or not (RFC 9110 section 8.8.3.2). */
  static boolean weaklySame(String one, String other) {
    return opaque(one).equals(opaque(other));
  }

  private static String opaque(String tag) {
    return tag.startsWith("W/") ? tag.substring(2) : tag;
  }

  static boolean isStrong(String tag) {
    return !tag.isEmpty() && !tag.startsWith("W/");
  }

  /** The condition under which the origin may say that a stored answer is still right. */
  static Fields conditions(Stored stored) {
    var fields = Fields.NONE;
    var tag = stored.head().fields().first("etag");
    if (tag.isPresent()) {
      fields = fields.with("If-None-Match", tag.get());
    }
    var modified = stored.head().fields().first("last-modified");
    return modified.isPresent() ? fields.with("If-Modified-Since", modified.get()) : fields;
  }

  /** Whether the client has what is stored (RFC 9110 section 13.2.2), so that 304 is enough. */
  static boolean clientHas(Fields request, Stored stored, long now) {
    var tags = request.all("if-none-match");
    if (!tags.isEmpty()) {
      return matches(tags, stored.head().fields().first("etag"));
    }
    var since = request.first("if-modified-since");
    if (since.isEmpty()) {
      return false;
    }
    var asked = HttpDate.parse(since.get(), now);
    if (asked.isEmpty()) {
      return false;
    }
    var fields = stored.head().fields();
    var changed =
        fields
            .first("last-modified")
            .map(m -> HttpDate.parse(m, now))
            .filter(java.util.OptionalLong::isPresent)
            .map(java.util.OptionalLong::getAsLong)
            .orElseGet(() -> Ages.date(fields, stored.responseTime()));
    return changed <= asked.getAsLong();
  }

  private static boolean matches(List<String> lines, Optional<String> tag) {
    var members = Lists.members(lines);
    return members.contains("*")
        || (tag.isPresent() && members.stream().anyMatch(m -> weaklySame(m, tag.get())));
  }

  /** Whether a range may be taken from what is stored, by If-Range (RFC 9110 section 13.1.5). */
  static boolean allowsRange(Fields request, Stored stored, long now) {
    var condition = request.first("if-range");
    if (condition.isEmpty()) {
      return true;
    }
    var text = condition.get();
    if (text.startsWith("\"") || text.startsWith("W/")) {
      return isStrong(text) && text.equals(stored.first("etag"));
    }
    return HttpDate.parse(text, now).isPresent() && text.equals(stored.first("last-modified"));
  }
}
