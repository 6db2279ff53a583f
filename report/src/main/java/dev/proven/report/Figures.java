package dev.proven.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How numbers, times and words are written in every view. */
final class Figures {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Figures() {}

  /** A value with three significant digits and its unit, such as {@code 12.3 ms}. */
  static String quantity(double value, String unit) {
    if (!Double.isFinite(value)) {
      return "?";
    }
    return switch (unit) {
      case "s" -> seconds(value);
      case "B" -> bytes(value);
      default -> three(value) + (unit.isEmpty() ? "" : " " + unit);
    };
  }

  /** A round value at an axis, such as {@code 20 ms}. */
  static String tick(double value, String unit) {
    return typeset(
        quantity(value, unit)
            .replaceFirst("(\\.\\d*?)0+(?= |$)", "$1")
            .replaceFirst("\\.(?= |$)", ""));
  }

  private static String seconds(double value) {
    double size = Math.abs(value);
    if (size >= 1 || size == 0) {
      return three(value) + " s";
    }
    return size >= 1e-3 ? three(value * 1e3) + " ms" : three(value * 1e6) + " us";
  }

  private static String bytes(double value) {
    double scaled = value;
    for (var unit : new String[] {"B", "KiB", "MiB", "GiB"}) {
      if (Math.abs(scaled) < 1024) {
        return three(scaled) + " " + unit;
      }
      scaled /= 1024;
    }
    return three(scaled) + " TiB";
  }

  private static String three(double value) {
    double size = Math.abs(value);
    int decimals = size >= 99.95 || size == 0 ? 0 : size >= 9.995 ? 1 : 2;
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  /** A fraction without a sign of its own, such as {@code 5 %} or {@code 2.4 %}. */
  static String percent(double fraction) {
    var text = String.format(Locale.ROOT, "%,.1f", 100 * fraction);
    return (text.endsWith(".0") ? text.substring(0, text.length() - 2) : text) + " %";
  }

  /** A fraction with its sign and one decimal, such as {@code +3.4 %}. */
  static String signed(double fraction) {
    return Double.isFinite(fraction)
        ? String.format(Locale.ROOT, "%+,.1f %%", 100 * fraction)
        : "no bound yet";
  }

  /** Such as {@code 1 block} or {@code 3 blocks}. */
  static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  static String minute(Instant instant) {
    return MINUTE.format(instant);
  }

  /** Such as {@code 11 min 5 s}. */
  static String lasted(Instant from, Instant to) {
    var d = Duration.between(from, to);
    return d.toMinutes() > 0
        ? d.toMinutes() + " min " + d.toSecondsPart() + " s"
        : d.toSeconds() + " s";
  }

  /** ASCII signs and units as a typesetter writes them. */
  static String typeset(String figure) {
    return figure.replace('-', '\u2212').replace(" us", " \u00b5s").replace(" ", "\u00a0");
  }
}
