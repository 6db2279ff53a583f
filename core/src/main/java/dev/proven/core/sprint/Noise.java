package dev.proven.core.sprint;

import java.util.Map;

/**
 * The spread of A against A on this machine.
 *
 * @param byPart standard deviation of the effect between blocks, by part id
 */
record Noise(Map<String, Double> byPart) {
  /**
   * Of a part that the pilot left out, or that happened to be quieter in its few blocks, the median
   * of all is taken.
   */
  double of(String part) {
    return Math.max(median(), byPart.getOrDefault(part, 0.0));
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
