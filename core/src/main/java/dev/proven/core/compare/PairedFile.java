package dev.proven.core.compare;

import dev.proven.core.Problem;
import dev.proven.core.evidence.Csv;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Measurements in paired blocks, read from CSV with the columns {@code block,arm,metric,value} in
 * any order, arms A and B. Several values of one metric, block and arm are averaged to the launch
 * first, geometrically.
 */
public final class PairedFile {
  /** The columns a file must have. */
  public static final List<String> COLUMNS = List.of("block", "arm", "metric", "value");

  private static final class Cell {
    private double logSum;
    private int count;
  }

  private final Map<String, Map<String, Cell[]>> metrics = new LinkedHashMap<>();

  /** Whether the file's first line names those columns. */
  public static boolean isOne(Path file) {
    try (var lines = Files.lines(file)) {
      var first = lines.findFirst().orElse("");
      return header(first).containsAll(COLUMNS);
    } catch (IOException | java.io.UncheckedIOException e) {
      throw unreadable(file, e);
    }
  }

  private static List<String> header(String line) {
    var plain = line.startsWith("\uFEFF") ? line.substring(1) : line;
    return Csv.fields(plain).stream().map(f -> f.strip().toLowerCase(Locale.ROOT)).toList();
  }

  /** Adds the rows of a file. */
  public PairedFile add(Path file) {
    int number = 0;
    try (var in = Files.newBufferedReader(file)) {
      int[] at = null;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        number++;
        if (line.isBlank()) {
          continue;
        }
        if (at == null) {
          at = positions(header(line), file);
        } else {
          row(Csv.fields(line), at, file, number);
        }
      }
    } catch (IllegalArgumentException e) {
      throw wrong(file, number, "a quote is not closed").causedBy(e);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    return this;
  }

  private static int[] positions(List<String> header, Path file) {
    if (!header.containsAll(COLUMNS)) {
      throw Problem.usage(
          file + " has the columns " + header + ".",
          "It needs the columns block,arm,metric,value.");
    }
    return COLUMNS.stream().mapToInt(header::indexOf).toArray();
  }

  private void row(List<String> fields, int[] at, Path file, int line) {
    if (fields.size() <= Math.max(Math.max(at[0], at[1]), Math.max(at[2], at[3]))) {
      throw wrong(file, line, "it has " + fields.size() + " fields");
    }
    var arm = fields.get(at[1]).strip();
    if (!arm.equals("A") && !arm.equals("B")) {
      throw wrong(file, line, "the arm is \"" + arm + "\", and only A and B are known");
    }
    double value = number(fields.get(at[3]).strip(), file, line);
    if (!(value > 0) || Double.isInfinite(value)) {
      throw wrong(file, line, "the value is " + value + ", and a ratio needs values above zero");
    }
    var cell =
        metrics.computeIfAbsent(fields.get(at[2]).strip(), _ -> new LinkedHashMap<>())
            .computeIfAbsent(fields.get(at[0]).strip(), _ -> new Cell[] {new Cell(), new Cell()})[
            arm.equals("A") ? 0 : 1];
    cell.logSum += Math.log(value);
    cell.count++;
  }

  static double number(String text, Path file, int line) {
    try {
      double value = Double.parseDouble(text);
      if (Double.isNaN(value)) {
        throw wrong(file, line, "the value is NaN");
      }
      return value;
    } catch (NumberFormatException e) {
      throw wrong(file, line, "\"" + text + "\" is no number").causedBy(e);
    }
  }

  static Problem wrong(Path file, int line, String what) {
    return Problem.usage(
        file + ", line " + line + ": " + what + ".", "Correct the line or leave it out.");
  }

  static Problem unreadable(Path file, Exception e) {
    boolean binary =
        e instanceof MalformedInputException || e.getCause() instanceof MalformedInputException;
    return Problem.usage(
            binary ? file + " is no text file in UTF-8." : "The file " + file + " cannot be read.",
            "Name a readable file: CSV with block,arm,metric,value, or one number a line.")
        .causedBy(e);
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
    metrics.forEach((name, blocks) -> list.add(judge(name, blocks, higher.contains(name))));
    return list;
  }

  private static String shortList(Set<String> names) {
    var first = String.join(", ", names.stream().limit(10).toList());
    return names.size() > 10 ? first + ", ..." : first;
  }

  private static PairedComparison judge(
      String metric, Map<String, Cell[]> blocks, boolean higherIsBetter) {
    var a = new double[blocks.size()];
    var b = new double[blocks.size()];
    int i = 0;
    for (var block : blocks.entrySet()) {
      a[i] = mean(block.getValue()[0], metric, block.getKey(), "A");
      b[i++] = mean(block.getValue()[1], metric, block.getKey(), "B");
    }
    return PairedComparison.of(metric, a, b, higherIsBetter);
  }

  private static double mean(Cell cell, String metric, String block, String arm) {
    if (cell.count == 0) {
      throw Problem.usage(
          "Metric " + metric + ", block " + block + ": arm " + arm + " is missing.",
          "Every block needs a value of both arms; measure it, or leave the block out.");
    }
    return Math.exp(cell.logSum / cell.count);
  }
}
