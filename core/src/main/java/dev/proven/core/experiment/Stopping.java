package dev.proven.core.experiment;

import dev.proven.core.stats.OBrienFleming;
import dev.proven.core.stats.TMixture;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/** When an experiment may be looked at and ended, and how strict each look must be for that. */
public enum Stopping {
  /** One look, after the last block. */
  FIXED,
  /** Up to four O'Brien-Fleming looks; none before the sixth block. */
  LOOKS,
  /** A look after every block, with the always-valid t-mixture (g = 1). */
  WATCH;

  static final double ALPHA = 0.05;
  private static final double G = 1;
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  /**
   * O'Brien-Fleming constants at a two-sided 10 %, that is a one-sided 5 %, for one to four looks
   * (Jennison and Turnbull, Group Sequential Methods, 2000, table 2.3).
   */
  private static final double[] ONE_SIDED = {1.645, 1.678, 1.710, 1.733};

  /** Whether there is a look after that many blocks of at most so many. */
  public boolean looksAt(int n, int blocks) {
    return switch (this) {
      case FIXED -> n == blocks;
      case LOOKS -> IntStream.of(OBrienFleming.schedule(blocks)).anyMatch(look -> look == n);
      case WATCH -> n >= 2;
    };
  }

  /**
   * How many standard errors from zero the interval of a two-sided claim reaches after n blocks;
   * infinite where nothing can be claimed yet.
   */
  public double twoSidedLimit(int n, int blocks) {
    return switch (this) {
      case FIXED -> t(n, ALPHA / 2);
      case LOOKS -> lookLimit(n, blocks);
      case WATCH -> TMixture.halfWidth(n, 1, G, ALPHA) * Math.sqrt(n);
    };
  }

  /** The same for a one-sided 95 % bound, as guardrails need it. */
  public double oneSidedLimit(int n, int blocks) {
    return switch (this) {
      case FIXED -> t(n, ALPHA);
      case LOOKS -> t(n, oneSidedTail(n, blocks));
      case WATCH -> twoSidedLimit(n, blocks);
    };
  }

  /** The one-sided error rate that this look may spend on an alarm. */
  public double alarmLevel(int n, int blocks) {
    return switch (this) {
      case FIXED -> ALPHA;
      case LOOKS -> oneSidedTail(n, blocks);
      case WATCH -> {
        double limit = twoSidedLimit(n, blocks);
        yield Double.isInfinite(limit)
            ? 0
            : 1 - TDistribution.of(n - 1).cumulativeProbability(limit);
      }
    };
  }

  private static double lookLimit(int n, int blocks) {
    int[] looks = OBrienFleming.schedule(blocks);
    var number = lookNumber(looks, n);
    return number.isEmpty()
        ? Double.POSITIVE_INFINITY
        : new OBrienFleming(looks.length).tLimit((int) number.getAsDouble(), n);
  }

  private static double oneSidedTail(int n, int blocks) {
    int[] looks = OBrienFleming.schedule(blocks);
    var number = lookNumber(looks, n);
    if (number.isEmpty()) {
      return 0;
    }
    double limit = ONE_SIDED[looks.length - 1] / Math.sqrt(number.getAsDouble() / looks.length);
    return NORMAL.survivalProbability(limit);
  }

  private static OptionalDouble lookNumber(int[] looks, int n) {
    return IntStream.range(0, looks.length)
        .filter(i -> looks[i] == n)
        .mapToDouble(i -> i + 1.0)
        .findFirst();
  }

  private static double t(int n, double tail) {
    return tail <= 0
        ? Double.POSITIVE_INFINITY
        : TDistribution.of(n - 1).inverseSurvivalProbability(tail);
  }
}
