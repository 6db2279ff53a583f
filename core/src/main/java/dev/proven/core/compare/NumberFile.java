package dev.proven.core.compare;

import dev.proven.core.Problem;
import java.nio.file.Path;
import java.util.stream.DoubleStream;

/** Reads a file of one number a line. */
final class NumberFile {
  private static final int MOST = 1_000_000;

  /** Beyond these, squares are no longer numbers, and every deviation would be wrong. */
  private static final double LARGEST = 1e150;

  private static final double SMALLEST = 1e-150;

  private NumberFile() {}

  /**
   * The numbers, in the order of the file.
   *
   * @throws Problem usage, where a line is no number, or there are fewer than two or too many
   */
  static double[] read(Path file) {
    var values = DoubleStream.builder();
    int count = 0;
    try (var lines = InputLines.of(file)) {
      for (var line = lines.next(); line != null && count <= MOST; line = lines.next()) {
        values.add(inRange(Numbers.read(line, lines), lines));
        count++;
      }
    }
    if (count < 2 || count > MOST) {
      throw Problem.usage(
          file + " holds " + (count > MOST ? "more than " + MOST : count) + " numbers.",
          "A comparison needs 2 to " + MOST + " numbers a file, one a line.");
    }
    return values.build().toArray();
  }

  private static double inRange(double value, InputLines lines) {
    double size = Math.abs(value);
    if (size > LARGEST || (size > 0 && size < SMALLEST)) {
      throw lines.wrong(
          "the value is " + value,
          "Measure in a unit that gives numbers between 1e-150 and 1e150.");
    }
    return value;
  }
}
