package dev.proven.gateway.cache;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which bytes of a representation a body holds.
 *
 * @param first byte, from 0
 * @param last byte, inclusive; one less than first where there is none
 * @param total bytes of the representation, -1 where nobody knows
 */
public record Extent(long first, long last, long total) {
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18}|\\*)");

  /** The whole representation. */
  public static Extent whole(long bytes) {
    return new Extent(0, bytes - 1, bytes);
  }

  /** As a Content-Range says (RFC 9110 section 14.4); empty where it makes no sense. */
  public static Optional<Extent> of(String contentRange) {
    var matcher = CONTENT_RANGE.matcher(contentRange.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long first = Long.parseLong(matcher.group(1));
    long last = Long.parseLong(matcher.group(2));
    long total = matcher.group(3).equals("*") ? -1 : Long.parseLong(matcher.group(3));
    boolean sound = first <= last && (total < 0 || last < total);
    return sound ? Optional.of(new Extent(first, last, total)) : Optional.empty();
  }

  /** How many bytes it has. */
  public long bytes() {
    return last - first + 1;
  }

  /** Whether nothing is missing. */
  public boolean isWhole() {
    return first == 0 && total == bytes();
  }

  /** Whether all bytes of another one are in it. */
  public boolean holds(Extent other) {
    return first <= other.first && other.last <= last;
  }

  /** As a Content-Range. */
  public String contentRange() {
    return "bytes " + first + "-" + last + "/" + (total < 0 ? "*" : String.valueOf(total));
  }
}
