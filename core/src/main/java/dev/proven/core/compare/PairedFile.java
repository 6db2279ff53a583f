package dev.proven.core.compare;

import dev.proven.core.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Measurements in paired blocks, read from CSV with the columns {@code block,arm,metric,value} in
 * any order, arms A and B. Several values of one metric, block and arm are averaged to the launch
 * first, geometrically; rows are not kept, so only the number of blocks takes memory.
 */
public final class PairedFile {
  private static final int MOST_BLOCKS = 1_000_000;

  /** What programs make of 1 when they pad it or take it for a fraction. */
  private static final Pattern WHOLE_NUMBER = Pattern.compile("0*(\\d+)(\\.0*)?");

  /** What was measured of one metric in one block. */
  private record Pair(GeometricMean a, GeometricMean b) {
    Pair() {
      this(new GeometricMean(), new GeometricMean());
    }
  }

  private final Map<String, Map<String, Pair>> metrics = new LinkedHashMap<>();
  private int blocks;

  /** Whether the file's first line names one of those columns. */
  public static boolean isOne(Path file) {
    try (var lines = InputLines.of(file)) {
      var first = lines.next();
      return first != null && Header.isMeant(first);
    }
  }

  /** Adds the rows of a file. */
  public PairedFile add(Path file) {
    try (var lines = InputLines.of(file)) {
      var first = lines.next();
      if (first == null) {
        throw Problem.usage(
            file + " is empty.", "The first line names the columns: block,arm,metric,value.");
      }
      var header = Header.of(first, lines);
      for (var line = lines.next(); line != null; line = lines.next()) {
        row(Header.fields(line, lines), header, lines);
      }
    }
    return this;
  }

  private void row(List<String> fields, Header header, InputLines lines) {
    if (fields.size() != header.fields()) {
      throw lines.wrong(
          "it has " + fields.size() + " fields, and the header has " + header.fields());
    }
    var pair =
        metrics
            .computeIfAbsent(name(fields, header.metric(), "metric", lines), _ -> newMetric())
            .computeIfAbsent(
                block(name(fields, header.block(), "block", lines)), _ -> newBlock(lines));
    var text = fields.get(header.value()).strip();
    double value = Numbers.read(text, lines);
    if (!(value > 0)) {
      throw lines.wrong("the value is " + text + ", and a ratio needs values above zero");
    }
    arm(pair, fields.get(header.arm()).strip(), lines).add(value);
  }

  private static Map<String, Pair> newMetric() {
    return new LinkedHashMap<>();
  }

  private Pair newBlock(InputLines lines) {
    if (++blocks > MOST_BLOCKS) {
      throw lines.wrong(
          "there are more than " + MOST_BLOCKS + " blocks of all metrics together",
          "Give fewer metrics at a time, or blocks that hold several values each.");
    }
    return new Pair();
  }

  private static String name(List<String> fields, int at, String column, InputLines lines) {
    var name = fields.get(at).strip();
    if (name.isEmpty()) {
      throw lines.wrong("the " + column + " is empty");
    }
    return name;
  }

  /** Whole numbers are the same block however they are written: 1, 01, 1.0. */
  private static String block(String name) {
    var matcher = WHOLE_NUMBER.matcher(name);
    return matcher.matches() ? matcher.group(1) : name;
  }

  private static GeometricMean arm(Pair pair, String arm, InputLines lines) {
    return switch (arm) {
      case "A", "a" -> pair.a();
      case "B", "b" -> pair.b();
      default ->
          throw lines.wrong("the arm is " + InputLines.shown(arm) + ", and only A and B are known");
    };
  }

  /**
   * Judges every metric, in the order of the file.
   *
   * @param higher metrics of which more is better
   * @throws Problem usage, where an arm is missing from a block
   */
  public List<PairedComparison> judge(Set<String> higher) {
    if (metrics.isEmpty()) {
      throw Problem.usage("There is no row of measurements.", "Give at least two blocks.");
    }
    for (String name : higher) {
      if (!metrics.containsKey(name)) {
        throw Problem.usage(
            "There is no metric " + name + " to take as higher-is-better.",
            "The metrics are: " + shortList(metrics.keySet()) + ".");
      }
    }
    var list = new ArrayList<PairedComparison>();
    metrics.forEach((name, pairs) -> list.add(judge(name, pairs, higher.contains(name))));
    return list;
  }

  private static String shortList(Set<String> names) {
    var first = String.join(", ", names.stream().limit(10).toList());
    return names.size() > 10 ? first + ", ..." : first;
  }

  private static PairedComparison judge(
      String metric, Map<String, Pair> pairs, boolean higherIsBetter) {
    var before = new GeometricMean();
    var after = new GeometricMean();
    var effects = new double[pairs.size()];
    int i = 0;
    for (var block : pairs.entrySet()) {
      double a = value(block.getValue().a(), metric, block.getKey(), "A");
      double b = value(block.getValue().b(), metric, block.getKey(), "B");
      before.add(a);
      after.add(b);
      effects[i++] = block.getValue().b().logRatioTo(block.getValue().a());
    }
    return PairedComparison.of(metric, before.value(), after.value(), effects, higherIsBetter);
  }

  private static double value(GeometricMean mean, String metric, String block, String arm) {
    if (mean.isEmpty()) {
      throw Problem.usage(
          "Metric " + metric + ", block " + block + ": arm " + arm + " is missing.",
          "Every block needs a value of both arms; measure it, or leave the block out.");
    }
    return mean.value();
  }
}
