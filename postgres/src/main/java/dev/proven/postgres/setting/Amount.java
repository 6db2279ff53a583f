package dev.proven.postgres.setting;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A number with a unit as PostgreSQL writes it.
 *
 * @param number in that unit
 * @param unit such as {@code MB} or {@code ms}; empty for none
 */
record Amount(double number, String unit) {
  static final long MEGABYTE = 1L << 20;

  private static final Pattern WRITTEN = Pattern.compile("(-?\\d+(?:\\.\\d+)?) *([A-Za-z]*)");
  private static final Pattern UNIT = Pattern.compile("(\\d*)([A-Za-z]+)");

  /**
   * What one of a unit is in bytes or in milliseconds.
   *
   * @param factor how many
   * @param memory whether it is bytes
   */
  record Base(double factor, boolean memory) {
    boolean sameKind(Base other) {
      return memory == other.memory;
    }
  }

  private static final Map<String, Base> BASES =
      Map.ofEntries(
          Map.entry("B", new Base(1, true)),
          Map.entry("kB", new Base(1L << 10, true)),
          Map.entry("MB", new Base(1L << 20, true)),
          Map.entry("GB", new Base(1L << 30, true)),
          Map.entry("TB", new Base(1L << 40, true)),
          Map.entry("us", new Base(1e-3, false)),
          Map.entry("ms", new Base(1, false)),
          Map.entry("s", new Base(1e3, false)),
          Map.entry("min", new Base(6e4, false)),
          Map.entry("h", new Base(3.6e6, false)),
          Map.entry("d", new Base(8.64e7, false)));

  /** What a person or a configuration file writes. */
  static Optional<Amount> parse(String written) {
    var m = WRITTEN.matcher(written.strip());
    return m.matches()
        ? Optional.of(new Amount(Double.parseDouble(m.group(1)), m.group(2)))
        : Optional.empty();
  }

  static Optional<Double> number(String text) {
    return parse(text).filter(a -> a.unit.isEmpty()).map(Amount::number);
  }

  /** What one of a unit is; the server also has units such as {@code 8kB}. */
  static Optional<Base> baseOf(String unit) {
    var m = UNIT.matcher(unit);
    if (!m.matches() || !BASES.containsKey(m.group(2))) {
      return Optional.empty();
    }
    var base = BASES.getOrDefault(m.group(2), new Base(1, true));
    double times = m.group(1).isEmpty() ? 1 : Double.parseDouble(m.group(1));
    return Optional.of(new Base(times * base.factor, base.memory));
  }

  static Optional<Double> bytesOf(String unit) {
    return baseOf(unit).filter(Base::memory).map(Base::factor);
  }

  /** Bytes as the server writes them, in the largest unit that leaves no fraction. */
  static String text(long bytes) {
    for (var unit : new String[] {"TB", "GB", "MB", "kB"}) {
      long factor = (long) bytesOf(unit).orElse(1.0).doubleValue();
      if (bytes >= factor && bytes % factor == 0) {
        return bytes / factor + unit;
      }
    }
    return bytes + "B";
  }

  /** Bytes for people, rounded. */
  static String about(long bytes) {
    return about((double) bytes);
  }

  /** Bytes for people, rounded. */
  static String about(double bytes) {
    if (bytes < 10e3) {
      return String.format(Locale.ROOT, "%.1f kB", bytes / 1e3);
    }
    if (bytes < 1e9) {
      return String.format(Locale.ROOT, bytes < 10e6 ? "%.1f MB" : "%.0f MB", bytes / 1e6);
    }
    return String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
  }

  /** The largest power of two of megabytes that is not above so many bytes; 0 below one. */
  static long powerOfTwo(long bytes) {
    return Long.highestOneBit(Math.max(0, bytes / MEGABYTE)) * MEGABYTE;
  }

  /** The largest power of two of megabytes that is not above so many bytes; 0 below one. */
  static long powerOfTwo(double bytes) {
    return powerOfTwo((long) bytes);
  }
}
