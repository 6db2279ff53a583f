package dev.proven.core.simulation;

import dev.proven.core.simulation.Sources.Bursts;
import dev.proven.core.simulation.Sources.Drift;
import dev.proven.core.simulation.Sources.HeavyTail;
import dev.proven.core.simulation.Sources.Jitter;
import dev.proven.core.simulation.Sources.LaunchShift;
import dev.proven.core.simulation.Sources.Neighbour;
import dev.proven.core.simulation.Sources.Trend;
import java.util.random.RandomGenerator;

/**
 * The eight kinds of noise that the rules are tried against. Every kind has the jitter of single
 * requests; what it adds, and how strongly, stands at its source in {@link Sources}.
 */
public enum Noise {
  /** Requests that vary by 25 % and know nothing of one another. */
  IID("iid"),
  /** A level that wanders by 10 % and needs some 500 requests to come back. */
  DRIFT("AR(1) drift"),
  /** A level that rises or falls all the time, by about 0.6 % a block. */
  TREND("trend"),
  /** A neighbour who takes 30 % of the speed, a third of the time, for 150 requests on average. */
  NEIGHBOUR("noisy neighbour"),
  /** One request in twenty is stretched by a Pareto factor without variance. */
  HEAVY_TAIL("heavy tail"),
  /** Pauses that triple the latency of some 30 requests in a row, once in 250 requests. */
  BURSTS("bursts"),
  /** Every launch has its own level, 3 % apart: memory layout, plans, compilation. */
  LAUNCH_SHIFT("launch shift"),
  /** All of these at once. */
  ALL("all together");

  private final String label;

  Noise(String label) {
    this.label = label;
  }

  /** The name in tables. */
  public String label() {
    return label;
  }

  /** The sources of one experiment, each in a state of its own. */
  Source[] sources(RandomGenerator random) {
    Source jitter = new Jitter(random);
    return switch (this) {
      case IID -> new Source[] {jitter};
      case DRIFT -> new Source[] {jitter, new Drift(random)};
      case TREND -> new Source[] {jitter, new Trend(random)};
      case NEIGHBOUR -> new Source[] {jitter, new Neighbour(random)};
      case HEAVY_TAIL -> new Source[] {jitter, new HeavyTail(random)};
      case BURSTS -> new Source[] {jitter, new Bursts(random)};
      case LAUNCH_SHIFT -> new Source[] {jitter, new LaunchShift(random)};
      case ALL ->
          new Source[] {
            jitter,
            new Drift(random),
            new Trend(random),
            new Neighbour(random),
            new HeavyTail(random),
            new Bursts(random),
            new LaunchShift(random)
          };
    };
  }
}
