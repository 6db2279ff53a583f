package dev.proven.core.sprint;

import java.util.Map;

/**
 * The spread of A against A on this machine.
 *
 * @param byPart standard deviation of the effect between blocks, by part id
 */
record Noise(Map<String, Double> byPart) {
  /**
   * The deviation to plan with: six blocks say little about one part, so its own is drawn towards
   * the median of all, which weighs twice as much. A part that the pilot left out has the median.
   */
  double of(String part) {
    double median = median();
    double own = byPart.getOrDefault(part, median);
    return Math.sqrt((own * own + 2 * median * median) / 3);
  }

  private double median() {
    double[] all = byPart.values().stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return all.length == 0 ? 0.1 : all[all.length / 2];
  }

  /**
   * The margin that so many blocks can show with this noise by the 5 s / sqrt(n) rule, in whole
   * percent, but not below the one wanted.
   */
  double margin(String part, double wanted, int blocks) {
    double showable = Math.expm1(5 * of(part) / Math.sqrt(blocks));
    return showable <= wanted ? wanted : Math.ceil(showable * 100) / 100;
  }
}
