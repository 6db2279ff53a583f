package dev.proven.core.simulation;

import dev.proven.core.experiment.Judge;
import dev.proven.core.experiment.MetricResult;
import dev.proven.core.experiment.Stopping;
import dev.proven.core.experiment.Threshold;
import dev.proven.core.experiment.Verdict;
import dev.proven.core.stats.PairedT;
import dev.proven.core.stats.Welch;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * The rules of METHOD, each applied to one simulated experiment and answering "did it happen?".
 * What an experiment says is said by the code that judges real ones.
 */
final class Rules {
  private static final int BLOCKS = 20;
  private static final int BLOCKS_OF_LOOKS = 24;
  private static final int BLOCKS_OF_WATCH = 60;
  private static final double EFFECT = Math.log(0.90);
  private static final double GO = Math.log1p(-Threshold.GO);
  private static final double ALMOST_GO = Math.log1p(-0.295);
  private static final double GO_DEVIATION = 0.10;
  private static final double ALPHA = 0.05;

  /** How many standard errors the mean is from zero where watch mode can stop, by block. */
  private static final double[] WATCH_LIMITS =
      IntStream.rangeClosed(0, BLOCKS_OF_WATCH)
          .mapToDouble(n -> n < 2 ? 0 : Stopping.WATCH.twoSidedLimit(n, BLOCKS_OF_WATCH))
          .toArray();

  private static final Map<Noise, Double> DEVIATIONS = new ConcurrentHashMap<>();

  private Rules() {}

  static boolean tDiffers(Noise noise, long seed) {
    return !fixed(blocks(noise, seed, BLOCKS, 0)).interval().contains(0);
  }

  static boolean ruleDiffers(Noise noise, long seed) {
    return differs(fixed(blocks(noise, seed, BLOCKS, 0)));
  }

  static boolean anyLookDiffers(Noise noise, long seed) {
    var experiment = new Simulated(blocks(noise, seed, BLOCKS_OF_LOOKS, 0), Stopping.LOOKS);
    var verdict = experiment.verdict();
    return verdict == Verdict.PROVEN || verdict == Verdict.REGRESSED;
  }

  /** Looks at every block. Only where t is beyond its limit can the rule say anything. */
  static boolean watchStops(Noise noise, long seed) {
    double[] d = blocks(noise, seed, BLOCKS_OF_WATCH, 0);
    return IntStream.rangeClosed(2, d.length)
        .mapToObj(n -> Arrays.copyOf(d, n))
        .filter(first -> Math.abs(PairedT.of(first).t()) > WATCH_LIMITS[first.length])
        .anyMatch(first -> differs(Judge.describe("effect", first, Stopping.WATCH)));
  }

  static boolean tCovers(Noise noise, long seed) {
    return fixed(blocks(noise, seed, BLOCKS, EFFECT)).interval().contains(EFFECT);
  }

  static boolean hodgesLehmannCovers(Noise noise, long seed) {
    return fixed(blocks(noise, seed, BLOCKS, EFFECT)).hodgesLehmannInterval().contains(EFFECT);
  }

  static boolean gatePasses(Noise noise, long seed) {
    double[] d = blocks(noise, seed, BLOCKS, Math.log1p(Simulated.MARGIN));
    return fixed(d).upperBound() < Math.log1p(Simulated.MARGIN);
  }

  static boolean gatePassesAtALook(Noise noise, long seed) {
    double[] d = blocks(noise, seed, BLOCKS_OF_LOOKS, Math.log1p(Simulated.MARGIN));
    return new Simulated(d, Stopping.LOOKS).guardrailPasses();
  }

  static boolean saysGo(Noise noise, long seed) {
    return isGo(fixed(almostGo(noise, seed, BLOCKS)));
  }

  static boolean saysGoAtALook(Noise noise, long seed) {
    return isGo(new Simulated(almostGo(noise, seed, BLOCKS_OF_LOOKS), Stopping.LOOKS).primary());
  }

  private static boolean isGo(MetricResult result) {
    return result.better() && result.cautious().upper() <= GO;
  }

  static boolean pointSaysGo(Noise noise, long seed) {
    return PairedT.of(almostGo(noise, seed, BLOCKS)).mean() <= GO;
  }

  static boolean naiveDiffers(Noise noise, long seed) {
    Bench bench = new Bench(noise, seed);
    double[] a = bench.rawLatencies(BLOCKS);
    return Welch.of(a, bench.rawLatencies(BLOCKS)).p() < ALPHA;
  }

  private static double[] blocks(Noise noise, long seed, int blocks, double effect) {
    return new Bench(noise, seed).pairedBlocks(blocks, effect);
  }

  /** Blocks of a true improvement of 29.5 %, of the noise's shape but with a deviation of 10 %. */
  private static double[] almostGo(Noise noise, long seed, int blocks) {
    double scale = GO_DEVIATION / DEVIATIONS.computeIfAbsent(noise, Rules::blockDeviation);
    double[] d = blocks(noise, seed, blocks, 0);
    return Arrays.stream(d).map(value -> ALMOST_GO + scale * value).toArray();
  }

  /** The deviation of one block over many experiments; the true mean is zero. */
  private static double blockDeviation(Noise noise) {
    int experiments = 500;
    double squares = 0;
    for (int seed = 0; seed < experiments; seed++) {
      for (double d : blocks(noise, seed, BLOCKS, 0)) {
        squares += d * d;
      }
    }
    return Math.sqrt(squares / (experiments * BLOCKS));
  }

  private static MetricResult fixed(double[] d) {
    return Judge.describe("effect", d, Stopping.FIXED);
  }

  private static boolean differs(MetricResult result) {
    return result.better() || result.worse();
  }
}
