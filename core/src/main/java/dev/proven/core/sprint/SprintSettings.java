package dev.proven.core.sprint;

import java.time.Duration;

/**
 * How much is measured and how strictly.
 *
 * @param blocks largest number of blocks of an experiment, 6 to 1000
 * @param budget how long one target may take, at least a minute
 * @param seed of every random choice
 * @param readMargin largest regression accepted of a part that reads, a fraction
 * @param writeMargin the same of a part that writes, because every index costs some
 * @param widenMargins whether a margin too small for this machine's noise is widened, and said so,
 *     or left as it is, so that it may stay open
 * @param equivalence an interval within this fraction of zero is NO EFFECT
 * @param mostProposals how many proposals get an experiment of their own
 * @param provenRefused why PROVEN verdicts are refused on this machine; empty if they are not
 */
public record SprintSettings(
    int blocks,
    Duration budget,
    long seed,
    double readMargin,
    double writeMargin,
    boolean widenMargins,
    double equivalence,
    int mostProposals,
    String provenRefused) {

  /** The same with another reason to refuse PROVEN, or none. */
  public SprintSettings withProvenRefused(String reason) {
    return new SprintSettings(
        blocks,
        budget,
        seed,
        readMargin,
        writeMargin,
        widenMargins,
        equivalence,
        mostProposals,
        reason);
  }

  /** 24 blocks within twelve minutes, reads within 5 %, writes within 100 %. */
  public static SprintSettings standard() {
    return new SprintSettings(24, Duration.ofMinutes(12), 20260101, 0.05, 1.0, true, 0.05, 12, "");
  }
}
