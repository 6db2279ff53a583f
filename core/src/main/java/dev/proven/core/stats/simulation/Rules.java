package dev.proven.core.stats.simulation;

import dev.proven.core.stats.HodgesLehmann;
import dev.proven.core.stats.Interval;
import dev.proven.core.stats.NonInferiority;
import dev.proven.core.stats.OBrienFleming;
import dev.proven.core.stats.PairedT;
import dev.proven.core.stats.SignFlip;
import dev.proven.core.stats.TMixture;
import dev.proven.core.stats.Welch;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The rules of METHOD, each applied to one simulated experiment and answering "did it happen?". */
final class Rules {
  private static final double CONFIDENCE = 0.95;
  private static final int BLOCKS = 20;
  private static final int BLOCKS_OF_LOOKS = 24;
  private static final int BLOCKS_OF_WATCH = 60;
  private static final double WATCH_MIXTURE = 1;
  private static final double WATCH_STOPS = 20;
  private static final double EFFECT = Math.log(0.90);
  private static final double MARGIN = 0.03;
  private static final double GO = Math.log1p(-0.30);
  private static final double ALMOST_GO = Math.log1p(-0.295);
  private static final double GO_DEVIATION = 0.10;

  private static final int[] SCHEDULE = OBrienFleming.schedule(BLOCKS_OF_LOOKS);
  private static final double[] LIMITS = limits();
  private static final Map<Noise, Double> DEVIATIONS = new ConcurrentHashMap<>();

  private Rules() {}

  static boolean tDiffers(Noise noise, long seed) {
    return excludesZero(t(new Bench(noise, seed).pairedBlocks(BLOCKS, 0)));
  }

  static boolean ruleDiffers(Noise noise, long seed) {
    return agree(new Bench(noise, seed).pairedBlocks(BLOCKS, 0));
  }

  static boolean anyLookDiffers(Noise noise, long seed) {
    double[] d = new Bench(noise, seed).pairedBlocks(BLOCKS_OF_LOOKS, 0);
    for (int look = 0; look < SCHEDULE.length; look++) {
      if (lookDiffers(Arrays.copyOf(d, SCHEDULE[look]), LIMITS[look])) {
        return true;
      }
    }
    return false;
  }

  static boolean watchStops(Noise noise, long seed) {
    double[] d = new Bench(noise, seed).pairedBlocks(BLOCKS_OF_WATCH, 0);
    for (int n = 2; n <= d.length; n++) {
      double t = PairedT.of(Arrays.copyOf(d, n)).t();
      if (TMixture.eValue(n, t, WATCH_MIXTURE) >= WATCH_STOPS) {
        return true;
      }
    }
    return false;
  }

  static boolean tCovers(Noise noise, long seed) {
    return t(new Bench(noise, seed).pairedBlocks(BLOCKS, EFFECT)).contains(EFFECT);
  }

  static boolean hodgesLehmannCovers(Noise noise, long seed) {
    return hodgesLehmann(new Bench(noise, seed).pairedBlocks(BLOCKS, EFFECT)).contains(EFFECT);
  }

  static boolean gatePasses(Noise noise, long seed) {
    double[] d = new Bench(noise, seed).pairedBlocks(BLOCKS, Math.log1p(MARGIN));
    return NonInferiority.paired(d, MARGIN).passes();
  }

  static boolean saysGo(Noise noise, long seed) {
    double[] d = almostGo(noise, seed);
    return t(d).upper() <= GO && hodgesLehmann(d).upper() <= GO;
  }

  static boolean pointSaysGo(Noise noise, long seed) {
    return PairedT.of(almostGo(noise, seed)).mean() <= GO;
  }

  static boolean naiveDiffers(Noise noise, long seed) {
    Bench bench = new Bench(noise, seed);
    double[] a = bench.rawLatencies(BLOCKS);
    return Welch.of(a, bench.rawLatencies(BLOCKS)).p() < 1 - CONFIDENCE;
  }

  /** Blocks of a true improvement of 29.5 %, of the noise's shape but with a deviation of 10 %. */
  private static double[] almostGo(Noise noise, long seed) {
    double scale = GO_DEVIATION / DEVIATIONS.computeIfAbsent(noise, Rules::blockDeviation);
    double[] d = new Bench(noise, seed).pairedBlocks(BLOCKS, 0);
    return Arrays.stream(d).map(value -> ALMOST_GO + scale * value).toArray();
  }

  /** The deviation of one block over many experiments; the true mean is zero. */
  private static double blockDeviation(Noise noise) {
    int experiments = 500;
    double squares = 0;
    for (int seed = 0; seed < experiments; seed++) {
      for (double d : new Bench(noise, seed).pairedBlocks(BLOCKS, 0)) {
        squares += d * d;
      }
    }
    return Math.sqrt(squares / (experiments * BLOCKS));
  }

  private static boolean lookDiffers(double[] d, double limit) {
    return Math.abs(PairedT.of(d).t()) >= limit
        && excludesZero(hodgesLehmann(d))
        && SignFlip.pValue(d) <= 1 - CONFIDENCE;
  }

  private static boolean agree(double[] d) {
    Interval t = t(d);
    Interval hodgesLehmann = hodgesLehmann(d);
    return Math.max(t.upper(), hodgesLehmann.upper()) < 0
        || Math.min(t.lower(), hodgesLehmann.lower()) > 0;
  }

  private static Interval t(double[] d) {
    return PairedT.of(d).interval(CONFIDENCE);
  }

  private static Interval hodgesLehmann(double[] d) {
    return HodgesLehmann.oneSample(d, CONFIDENCE).interval();
  }

  private static boolean excludesZero(Interval interval) {
    return !interval.contains(0);
  }

  private static double[] limits() {
    OBrienFleming plan = OBrienFleming.forBlocks(BLOCKS_OF_LOOKS);
    double[] limits = new double[SCHEDULE.length];
    Arrays.setAll(limits, look -> plan.tLimit(look + 1, SCHEDULE[look]));
    return limits;
  }
}
