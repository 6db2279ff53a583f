package dev.proven.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The Prometheus text format, version 0.0.4: families of gauges with their help. */
final class Exposition {
  private final Map<String, String> help = new LinkedHashMap<>();
  private final Map<String, List<String>> samples = new LinkedHashMap<>();

  /** Announces a gauge. */
  void gauge(String name, String text) {
    help.put(name, text);
    samples.put(name, new ArrayList<>());
  }

  /** A value with labels as name, value, name, value; what is not a number is left out. */
  void add(String name, double value, String... labels) {
    var list = samples.get(name);
    if (list == null) {
      throw new IllegalArgumentException("No gauge " + name);
    }
    if (!Double.isNaN(value)) {
      list.add(name + labels(labels) + " " + number(value));
    }
  }

  private static String labels(String... labels) {
    var pairs = new ArrayList<String>();
    for (int i = 0; i + 1 < labels.length; i += 2) {
      pairs.add(labels[i] + "=\"" + escape(labels[i + 1]) + "\"");
    }
    return pairs.isEmpty() ? "" : "{" + String.join(",", pairs) + "}";
  }

  /** Backslash, quote and line feed, as the format asks; other control characters are dropped. */
  private static String escape(String value) {
    return value
        .replace("\\", "\\\\")
        .replace("\"", "\\\"")
        .replace("\n", "\\n")
        .replaceAll("\\p{Cntrl}", "");
  }

  private static String number(double value) {
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? String.format(Locale.ROOT, "%.0f", value)
        : Double.toString(value);
  }

  @Override
  public String toString() {
    var out = new StringBuilder();
    for (var family : samples.entrySet()) {
      if (!family.getValue().isEmpty()) {
        out.append("# HELP ").append(family.getKey()).append(' ');
        out.append(help.get(family.getKey())).append('\n');
        out.append("# TYPE ").append(family.getKey()).append(" gauge\n");
        family.getValue().forEach(line -> out.append(line).append('\n'));
      }
    }
    return out.toString();
  }
}
