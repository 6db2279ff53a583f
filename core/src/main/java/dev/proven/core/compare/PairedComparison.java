package dev.proven.core.compare;

import dev.proven.core.experiment.Judge;
import dev.proven.core.experiment.MetricResult;
import dev.proven.core.experiment.Stopping;
import dev.proven.core.experiment.Verdict;
import dev.proven.core.stats.BlocksNeeded;
import dev.proven.core.stats.Equivalence;
import java.util.Arrays;

/**
 * One metric measured in paired blocks, judged at one look after the last block.
 *
 * @param metric its name
 * @param before geometric mean of arm A
 * @param after geometric mean of arm B
 * @param higherIsBetter whether more of it is better
 * @param blocks how many pairs
 * @param result effects as ln(B/A), turned so that below zero is better
 * @param verdict by METHOD's rules, with an equivalence margin of 5 %
 * @param blocksStillNeeded an estimate for UNDERPOWERED; 0 otherwise, -1 where none can be given
 */
public record PairedComparison(
    String metric,
    double before,
    double after,
    boolean higherIsBetter,
    int blocks,
    MetricResult result,
    Verdict verdict,
    int blocksStillNeeded) {
  static final Equivalence EQUIVALENCE = Equivalence.ofRatio(0.05);

  /**
   * Judges the blocks of one metric; a single block says nothing and is UNDERPOWERED.
   *
   * @param logRatios ln(B/A) of each block
   */
  static PairedComparison of(
      String metric, double before, double after, double[] logRatios, boolean higherIsBetter) {
    var effects = Arrays.stream(logRatios).map(d -> higherIsBetter ? 0 - d : d).toArray();
    var result = Judge.describe(metric, effects, Stopping.FIXED);
    var verdict = verdict(result);
    return new PairedComparison(
        metric,
        before,
        after,
        higherIsBetter,
        effects.length,
        result,
        verdict,
        verdict == Verdict.UNDERPOWERED ? stillNeeded(result) : 0);
  }

  private static Verdict verdict(MetricResult result) {
    if (result.better()) {
      return Verdict.PROVEN;
    }
    if (result.worse()) {
      return Verdict.REGRESSED;
    }
    return EQUIVALENCE.contains(result.interval()) ? Verdict.NO_EFFECT : Verdict.UNDERPOWERED;
  }

  private static int stillNeeded(MetricResult result) {
    return result.blocks() < 2
        ? BlocksNeeded.UNKNOWN
        : BlocksNeeded.still(
            BlocksNeeded.toShowEffect(result.effect(), result.standardDeviation()),
            result.blocks());
  }

  /** An effect as an improvement in percent. */
  public double improvementPercent(double effect) {
    return 100 * (higherIsBetter ? Math.expm1(-effect) : -Math.expm1(effect));
  }
}
