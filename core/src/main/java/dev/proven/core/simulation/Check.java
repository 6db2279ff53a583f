package dev.proven.core.simulation;

import com.google.errorprone.annotations.Immutable;
import dev.proven.core.stats.Interval;
import org.jspecify.annotations.Nullable;

/** What is counted, and the range in which its rate must lie. */
public enum Check {
  /** The 95 % t interval of 20 blocks of identical arms excludes zero. */
  T("false positive: t, 20 blocks", Rules::tDiffers, upTo(0.065)),
  /** Student's t, Hodges-Lehmann and the sign-flip test agree that identical arms differ. */
  RULE("false positive: rule, 20 blocks", Rules::ruleDiffers, upTo(0.065)),
  /** An experiment of identical arms with four O'Brien-Fleming looks ends PROVEN or REGRESSED. */
  LOOKS("false positive: four looks, 24 blocks", Rules::anyLookDiffers, upTo(0.065)),
  /** Watch mode, looking at every block from 2 to 60, says that identical arms differ. */
  WATCH("false positive: watch, 60 blocks", Rules::watchStops, upTo(0.05)),
  /** The 95 % t interval of 20 blocks contains the true effect of -10 %. */
  COVERAGE_T("coverage: t, 20 blocks", Rules::tCovers, new Interval(0.935, 0.965), 2),
  /** The Hodges-Lehmann interval of 20 blocks contains the true effect of -10 %. */
  COVERAGE_HL("coverage: HL, 20 blocks", Rules::hodgesLehmannCovers, new Interval(0.935, 0.965), 2),
  /**
   * A guardrail with a true regression exactly at its margin passes; four times the experiments.
   */
  GATE("gate passes at its margin, 20 blocks", Rules::gatePasses, upTo(0.06), 4),
  /** The same at any of four looks. */
  GATE_LOOKS("gate passes at its margin, four looks", Rules::gatePassesAtALook, upTo(0.06), 4),
  /** GO at a true improvement of 29.5 %, block deviation 10 %, 20 blocks. */
  GO("false GO at 29.5 %, 20 blocks", Rules::saysGo, upTo(0.025)),
  /** The same at any of four looks. */
  GO_LOOKS("false GO at 29.5 %, four looks", Rules::saysGoAtALook, upTo(0.025)),
  /** For contrast: GO by the point estimate. */
  POINT_GO("contrast: GO by point estimate", Rules::pointSaysGo, null),
  /** For contrast: all of A, then all of B, Welch's test of the raw latencies. */
  NAIVE("contrast: A, then B, Welch on raw", Rules::naiveDiffers, null);

  /** A rule on one experiment of a seed. */
  @Immutable
  interface Rule {
    boolean happens(Noise noise, long seed);
  }

  private final String label;
  private final Rule rule;
  private final @Nullable Interval allowed;
  private final int weight;

  Check(String label, Rule rule, @Nullable Interval allowed) {
    this(label, rule, allowed, 1);
  }

  Check(String label, Rule rule, @Nullable Interval allowed, int weight) {
    this.label = label;
    this.rule = rule;
    this.allowed = allowed;
    this.weight = weight;
  }

  /** The name in tables. */
  public String label() {
    return label;
  }

  /** The range in which the rate must lie, ends included; null where it is shown for contrast. */
  public @Nullable Interval allowed() {
    return allowed;
  }

  /**
   * How many experiments are run for each one asked for. Where the true rate lies as near to its
   * limit as 5 to 6 % (gate) or 95.6 to 96.5 % (coverage under bursts), 2,000 experiments with
   * their deviation of 0.5 % would fail one seed in ten by chance.
   */
  int weight() {
    return weight;
  }

  Rule rule() {
    return rule;
  }

  private static Interval upTo(double limit) {
    return new Interval(0, limit);
  }
}
