package dev.proven.gateway.cache;

import java.util.Optional;
import java.util.regex.Pattern;

/** The one range of bytes that a request asks for (RFC 9110 section 14.1.2). */
public final class ByteRange {
  private static final Pattern ONE =
      Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})", Pattern.CASE_INSENSITIVE);

  private ByteRange() {}

  /**
   * What is asked for of a representation of so many bytes. Outer empty: no range is asked for, or
   * one that may be answered with everything. Inner empty: none of it is there.
   *
   * @param total bytes, -1 where nobody knows
   */
  public static Optional<Optional<Extent>> of(Fields request, long total) {
    var lines = request.all("range");
    var matcher = lines.size() == 1 ? ONE.matcher(lines.getFirst().strip()) : null;
    if (matcher == null || !matcher.matches() || lines.getFirst().strip().equals("bytes=-")) {
      return Optional.empty();
    }
    var from = matcher.group(1);
    var to = matcher.group(2);
    if (total < 0 && (from.isEmpty() || to.isEmpty())) {
      return Optional.empty();
    }
    if (from.isEmpty()) {
      long suffix = Math.min(total, Long.parseLong(to));
      return Optional.of(extent(total - suffix, total - 1, total));
    }
    long first = Long.parseLong(from);
    long last = to.isEmpty() ? total - 1 : Long.parseLong(to);
    if (!to.isEmpty() && last < first) {
      return Optional.empty();
    }
    return Optional.of(extent(first, total < 0 ? last : Math.min(last, total - 1), total));
  }

  private static Optional<Extent> extent(long first, long last, long total) {
    return first <= last && (total < 0 || first < total)
        ? Optional.of(new Extent(first, last, total))
        : Optional.empty();
  }
}
