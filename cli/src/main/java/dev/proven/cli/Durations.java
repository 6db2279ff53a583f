package dev.proven.cli;

import dev.proven.core.Problem;
import java.time.Duration;
import java.util.regex.Pattern;

/** Reads times such as {@code 90s}, {@code 12m} and {@code 1h}. */
final class Durations {
  private static final Pattern FORM = Pattern.compile("(\\d{1,6})\\s*(s|m|h)");

  private Durations() {}

  static Duration parse(String text) {
    var match = FORM.matcher(text.strip());
    if (!match.matches()) {
      throw Problem.usage("\"" + text + "\" is no time.", "Write it like 90s, 12m or 1h.");
    }
    long number = Long.parseLong(match.group(1));
    return switch (match.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }

  /** Such as {@code 3 min 20 s}. */
  static String text(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    return seconds < 60 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s";
  }
}
