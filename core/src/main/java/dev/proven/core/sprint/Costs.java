package dev.proven.core.sprint;

import dev.proven.core.experiment.Part;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one execution of each part costs on the unchanged system, and what follows from that for how
 * often it is run and when it is cut off.
 *
 * @param measure the raw value that is judged, such as {@code cpu}
 * @param seconds by part id
 * @param cutOff parts that were cut off, so that their seconds are a lower bound
 * @param fill seconds that the repetitions of a short part fill for each arm and block
 * @param waiting how long one waits for a second of the measure, at least 1
 */
record Costs(
    String measure, Map<String, Double> seconds, double waiting, Set<String> cutOff, double fill) {
  private static final double USUAL_FILL = 0.1;
  private static final double MOST_FILL = 0.5;
  private static final int MOST_REPETITIONS = 20;
  private static final double LONG = 5;
  private static final double SHORT_ENOUGH_FOR_PILOT = 1;
  private static final double OUTLIER_SHARE = 0.25;

  double of(String part) {
    return seconds.getOrDefault(part, 0.0);
  }

  Costs(String measure, Map<String, Double> seconds, double waiting, Set<String> cutOff) {
    this(measure, seconds, waiting, cutOff, USUAL_FILL);
  }

  /** The same with every part run once in each block. */
  Costs once() {
    return new Costs(measure, seconds, waiting, cutOff, 0);
  }

  /**
   * The same with repetitions that use the time there is: so many seconds for so many blocks of all
   * parts on both arms. More repetitions make a block's figure steadier.
   */
  Costs filling(double seconds, int blocks, List<Part> parts) {
    double share = seconds / waiting / blocks / 2 / Math.max(1, parts.size());
    double filled = Math.clamp(share, USUAL_FILL, MOST_FILL);
    return new Costs(measure, this.seconds, waiting, cutOff, filled);
  }

  /** Short parts are repeated until they fill their share of a block. */
  int repetitions(String part) {
    double times = fill / Math.max(of(part), 1e-6);
    return Math.clamp(Math.round(times), 1, MOST_REPETITIONS);
  }

  /** Whether it is so long that it is measured with a cap of its own, and in few blocks. */
  boolean isLong(String part) {
    return of(part) > LONG || cutOff.contains(part);
  }

  boolean shortEnoughForPilot(String part) {
    return of(part) <= SHORT_ENOUGH_FOR_PILOT && !isLong(part);
  }

  /** A long part is cut off at the cap; a short one at four times what it took, at least 2 s. */
  double cap(String part, double cap) {
    double seconds = of(part);
    return isLong(part) ? Math.min(cap, seconds * 4) : Math.max(2, seconds * 4);
  }

  /** The largest cap with which six blocks of the long parts fit into that many seconds. */
  double capFor(List<Part> parts, double budget) {
    long longOnes = parts.stream().filter(p -> isLong(p.id())).count();
    return longOnes == 0 ? LONG : Math.max(LONG, budget / waiting / 6 / longOnes);
  }

  /** Parts that cost more than a quarter of the whole each, so that they hide the rest. */
  List<String> outliers(List<Part> parts) {
    double whole = parts.stream().mapToDouble(p -> of(p.id()) * p.weight()).sum();
    return parts.stream()
        .filter(p -> of(p.id()) * p.weight() > OUTLIER_SHARE * whole)
        .map(Part::id)
        .toList();
  }
}
