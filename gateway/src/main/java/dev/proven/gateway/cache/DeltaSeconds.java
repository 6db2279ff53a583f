package dev.proven.gateway.cache;

import java.util.OptionalLong;

/** Whole seconds as fields write them (RFC 9111 section 1.2.2). */
final class DeltaSeconds {
  /** What is larger counts as this. */
  static final long MOST = 1L << 31;

  private static final int DIGITS = 10;

  private DeltaSeconds() {}

  /** Digits and nothing else; what is too large is cut off at {@link #MOST}. */
  static OptionalLong parse(String text) {
    if (text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return OptionalLong.empty();
    }
    var digits = text.replaceFirst("^0+(?=.)", "");
    return OptionalLong.of(
        digits.length() > DIGITS ? MOST : Math.min(MOST, Long.parseLong(digits)));
  }
}
