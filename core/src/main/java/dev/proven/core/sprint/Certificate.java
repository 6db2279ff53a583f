package dev.proven.core.sprint;

import dev.proven.core.stats.Interval;
import java.time.Instant;
import java.util.Locale;
import java.util.SortedMap;

/**
 * How often the whole procedure finds a difference on this machine where there is none.
 *
 * @param verdicts how many A/A experiments were judged
 * @param falseVerdicts how many of them said PROVEN or REGRESSED
 * @param rate of false verdicts with its 95 % Clopper-Pearson interval
 * @param proven how many said PROVEN
 * @param blocks largest number of blocks of each
 * @param measured when
 * @param target what was measured against itself
 * @param machine facts about it
 * @param run id of the run that holds the evidence
 */
public record Certificate(
    int verdicts,
    int falseVerdicts,
    Interval rate,
    int proven,
    int blocks,
    Instant measured,
    String target,
    SortedMap<String, String> machine,
    String run) {
  private static final double ALPHA = 0.05;

  /** Whether the rate may be 5 % or less. */
  public boolean passed() {
    return rate.lower() <= ALPHA;
  }

  /** Why PROVEN is refused on this machine; empty where it is not. */
  public String refusal() {
    return passed()
        ? ""
        : String.format(
            Locale.ROOT,
            "This machine's A/A certificate failed: %d of %d experiments without any change said"
                + " there was one, at least %.1f %%. PROVEN is refused here until proven aa"
                + " passes.",
            falseVerdicts,
            verdicts,
            100 * rate.lower());
  }
}
