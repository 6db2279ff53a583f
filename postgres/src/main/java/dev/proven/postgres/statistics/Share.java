package dev.proven.postgres.statistics;

/**
 * A share of a table's rows as a sample shows it, with the bounds that the sample leaves open.
 *
 * @param hits rows of the sample that count
 * @param rows of the sample
 */
record Share(double hits, double rows) {
  /** Of rows that a sample of that size can miss altogether once in twenty times. */
  private static final double RULE_OF_THREE = 3;

  /** A guess of it that is never 0. */
  double value() {
    return (hits + 0.5) / (rows + 1);
  }

  /** Two standard deviations of a count below what was counted. */
  double low() {
    return Math.max(0, hits - 2 * Math.sqrt(hits)) / rows;
  }

  double high() {
    return Math.min(1, (hits == 0 ? RULE_OF_THREE : hits + 2 * Math.sqrt(hits)) / rows);
  }

  /** How many times too low or too high an estimate is, at the bound that favours it; 1 inside. */
  double error(double estimate) {
    return error(estimate, low(), high());
  }

  /** The same for any bounds; negative where the estimate is too high. */
  static double error(double estimate, double low, double high) {
    if (estimate < low) {
      return low / Math.max(estimate, 1e-12);
    }
    return estimate > high ? -estimate / Math.max(high, 1e-12) : 1;
  }
}
