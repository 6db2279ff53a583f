package dev.proven.core.experiment;

import dev.proven.core.stats.Interval;

/**
 * What the blocks say about one metric. Effects are ln(B/A) or B - A, turned so that below zero is
 * better.
 *
 * @param metric its name
 * @param blocks how many blocks it was judged on
 * @param before geometric mean over the blocks of arm A (mean, for differences)
 * @param after the same of arm B
 * @param effect mean over the blocks
 * @param standardDeviation of the effect between blocks
 * @param interval of the mean at this look's limit
 * @param p two-sided, of Student's t
 * @param hodgesLehmann pseudo-median of the effects
 * @param hodgesLehmannInterval exact 95 %
 * @param hodgesLehmannP exact signed-rank, two-sided
 * @param signFlipP two-sided
 * @param upperBound one-sided bound of the regression at this look's limit
 * @param regressionP one-sided p of "got worse", before Holm
 * @param cappedBefore how many turns of a part in a block of arm A ran into the time cap
 * @param cappedAfter how many of arm B did
 * @param guardrail state against the margin
 * @param settled whether more blocks would not change what is said of it
 */
public record MetricResult(
    String metric,
    int blocks,
    double before,
    double after,
    double effect,
    double standardDeviation,
    Interval interval,
    double p,
    double hodgesLehmann,
    Interval hodgesLehmannInterval,
    double hodgesLehmannP,
    double signFlipP,
    double upperBound,
    double regressionP,
    int cappedBefore,
    int cappedAfter,
    GuardrailState guardrail,
    boolean settled) {

  /**
   * The interval that a decision rests on: it holds both Student's and the exact one, so that its
   * end nearest zero is the more cautious of the two.
   */
  public Interval cautious() {
    return new Interval(
        Math.min(interval.lower(), hodgesLehmannInterval.lower()),
        Math.max(interval.upper(), hodgesLehmannInterval.upper()));
  }

  /** Better beyond doubt: all three tests agree, and no treated slot was capped. */
  public boolean better() {
    return interval.upper() < 0
        && hodgesLehmannInterval.upper() < 0
        && signFlipP <= 0.05
        && cappedAfter == 0;
  }

  /** Worse beyond doubt. A capped baseline hides a gain, never a loss. */
  public boolean worse() {
    return interval.lower() > 0 && hodgesLehmannInterval.lower() > 0 && signFlipP <= 0.05;
  }

  /** Whether t says yes and the exact companions do not, so that more blocks are needed. */
  public boolean disagreement() {
    return (interval.upper() < 0 && !better() && cappedAfter == 0)
        || (interval.lower() > 0 && !worse());
  }

  MetricResult with(GuardrailState state, boolean isSettled) {
    return new MetricResult(
        metric,
        blocks,
        before,
        after,
        effect,
        standardDeviation,
        interval,
        p,
        hodgesLehmann,
        hodgesLehmannInterval,
        hodgesLehmannP,
        signFlipP,
        upperBound,
        regressionP,
        cappedBefore,
        cappedAfter,
        state,
        isSettled);
  }
}
