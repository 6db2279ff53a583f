package dev.proven.core.sprint;

import dev.proven.core.experiment.Part;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The spread of A against A on this machine.
 *
 * @param byPart standard deviation of the effect between blocks, by part id
 * @param beside the same of further figures, by the metric's name
 */
record Noise(Map<String, Double> byPart, Map<String, Double> beside) {
  private static final double ASSUMED = 0.1;
  private static final double WIDEST = 0.5;

  Noise(Map<String, Double> byPart) {
    this(byPart, Map.of());
  }

  /** What the pilot saw of those parts; the whole is no part. */
  static Noise of(PilotRecord pilot, List<Part> parts) {
    var byPart = new TreeMap<>(pilot.noise());
    byPart.keySet().retainAll(parts.stream().map(Part::id).toList());
    var beside = new TreeMap<>(pilot.noise());
    beside.keySet().removeAll(byPart.keySet());
    return new Noise(byPart, beside);
  }

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
    return all.length == 0 ? ASSUMED : all[all.length / 2];
  }

  /** The regression that so many blocks can rule out, by the 5 s / sqrt(n) rule; a fraction. */
  double showable(String part, int blocks) {
    return showable(of(part), blocks);
  }

  private static double showable(double deviation, int blocks) {
    return Math.expm1(5 * deviation / Math.sqrt(blocks));
  }

  /**
   * The margin that so many blocks can show, in whole percent, but not below the one wanted, and
   * not above 50 %: whoever cannot rule out more than that has shown nothing.
   */
  double margin(String part, double wanted, int blocks) {
    return widened(showable(part, blocks), wanted);
  }

  /** The same of a further figure, which is no part and has no others to be drawn towards. */
  double marginBeside(String metric, double wanted, int blocks) {
    return widened(showable(beside.getOrDefault(metric, ASSUMED), blocks), wanted);
  }

  private static double widened(double showable, double wanted) {
    return showable <= wanted
        ? wanted
        : Math.max(wanted, Math.min(WIDEST, Math.ceil(showable * 100) / 100));
  }
}
