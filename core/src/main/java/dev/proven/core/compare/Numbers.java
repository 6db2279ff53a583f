package dev.proven.core.compare;

/** Reads measurements as people and spreadsheets write them: 12, 12.5, -0.3 or 1.2e-3. */
final class Numbers {
  private static final String LETTERS_OF_A_NUMBER = "0123456789+-.eE";

  private Numbers() {}

  /**
   * The number of a field of the line read last.
   *
   * @throws dev.proven.core.Problem usage, where it is none or too large for a double
   */
  static double read(String text, InputLines line) {
    double value = isPlain(text) ? parsed(text, line) : notPlain(text, line);
    if (Double.isInfinite(value)) {
      throw line.wrong(InputLines.shown(text) + " is too large for a number");
    }
    return value;
  }

  /** Java would also take "5d", "0x1p3", "NaN" and "Infinity". */
  private static boolean isPlain(String text) {
    return text.chars().allMatch(c -> LETTERS_OF_A_NUMBER.indexOf(c) >= 0);
  }

  private static double parsed(String text, InputLines line) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return notPlain(text, line);
    }
  }

  private static double notPlain(String text, InputLines line) {
    throw line.wrong(
        InputLines.shown(text) + " is no number",
        "Write numbers like 12.5 or 1.2e-3, with a point and without a unit, or leave the line"
            + " out.");
  }
}
