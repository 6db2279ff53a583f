package dev.proven.cli;

import dev.proven.core.Problem;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads amounts of storage such as {@code 500kB}, {@code 40MB} and {@code 1.5GB}. */
final class Sizes {
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,6}(?:\\.\\d{1,3})?)\\s*(b|kb|mb|gb|tb)", Pattern.CASE_INSENSITIVE);

  private Sizes() {}

  /** Bytes; a megabyte is a million of them. */
  static long parse(String text) {
    var match = FORM.matcher(text.strip());
    if (!match.matches()) {
      throw Problem.usage("\"" + text + "\" is no size.", "Write it like 500kB, 40MB or 1.5GB.");
    }
    double number = Double.parseDouble(match.group(1));
    return switch (match.group(2).toLowerCase(Locale.ROOT)) {
      case "b" -> Math.round(number);
      case "kb" -> Math.round(number * 1e3);
      case "mb" -> Math.round(number * 1e6);
      case "gb" -> Math.round(number * 1e9);
      default -> Math.round(number * 1e12);
    };
  }
}
