package dev.proven.core.simulation;

import com.google.errorprone.annotations.FormatMethod;
import dev.proven.core.stats.ClopperPearson;
import dev.proven.core.stats.Interval;
import java.util.Locale;

/**
 * One check under one kind of noise.
 *
 * @param check what was counted
 * @param noise the kind of noise
 * @param count how often it happened
 * @param experiments out of how many
 */
public record Cell(Check check, Noise noise, long count, long experiments) {
  /** The check's name. */
  public String name() {
    return check.label();
  }

  /** The share, 0 to 1. */
  public double rate() {
    return (double) count / experiments;
  }

  /** The 95 % Clopper-Pearson interval of the share. */
  public Interval interval() {
    return ClopperPearson.interval(count, experiments, 0.95);
  }

  /** Whether the share lies in the allowed range; always true of a contrast. */
  public boolean passes() {
    Interval allowed = check.allowed();
    return allowed == null || allowed.contains(rate());
  }

  /** The allowed range in per cent, or a dash for a contrast. */
  public String limit() {
    Interval allowed = check.allowed();
    if (allowed == null) {
      return "-";
    }
    return allowed.lower() == 0
        ? format("<= %.1f %%", 100 * allowed.upper())
        : format("%.1f-%.1f %%", 100 * allowed.lower(), 100 * allowed.upper());
  }

  /** The cell as a line of columns under {@link Calibration#toString}'s heading. */
  @Override
  public String toString() {
    return format(
        "%-38s %-16s %6d/%-6d %6.2f %% [%6.2f, %6.2f] %13s  %s",
        name(),
        noise.label(),
        count,
        experiments,
        100 * rate(),
        100 * interval().lower(),
        100 * interval().upper(),
        limit(),
        verdict());
  }

  private String verdict() {
    if (check.allowed() == null) {
      return "contrast";
    }
    return passes() ? "pass" : "FAIL";
  }

  @FormatMethod
  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
