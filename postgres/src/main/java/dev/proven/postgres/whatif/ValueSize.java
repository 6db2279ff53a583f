package dev.proven.postgres.whatif;

import java.nio.charset.StandardCharsets;

/** Bytes of a value as an index stores it, told from its text. */
final class ValueSize {
  /** A value longer than this has a header of four bytes in place of one. */
  private static final int SHORT = 126;

  /** A longer one is compressed, to about a half. */
  private static final int COMPRESSED = 508;

  private ValueSize() {}

  /** The size of a value of a text type, or of a numeric one. */
  static int of(String value, boolean numeric) {
    int bytes = numeric ? numeric(value) : value.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > COMPRESSED) {
      return 4 + bytes / 2;
    }
    return bytes > SHORT ? Page.aligned(4 + bytes, 4) : 1 + bytes;
  }

  /** Two bytes of header and two for each group of four digits that is not zero at an end. */
  private static int numeric(String value) {
    var digits = value.startsWith("-") ? value.substring(1) : value;
    if (!digits.matches("[0-9]+(\\.[0-9]+)?")) {
      return 2;
    }
    var sides = digits.split("\\.", 2);
    int missing = (4 - sides[0].length() % 4) % 4;
    var padded = new StringBuilder("0".repeat(missing)).append(sides[0]);
    if (sides.length == 2) {
      padded.append(sides[1]).append("0".repeat((4 - sides[1].length() % 4) % 4));
    }
    return 2 + 2 * groups(padded.toString());
  }

  private static int groups(String digits) {
    int first = 0;
    int last = digits.length() / 4;
    while (first < last && digits.startsWith("0000", 4 * first)) {
      first++;
    }
    while (last > first && digits.startsWith("0000", 4 * (last - 1))) {
      last--;
    }
    return last - first;
  }
}
