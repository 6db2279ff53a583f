package dev.proven.core.stats;

import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The O'Brien-Fleming plan of equally spaced looks (O'Brien and Fleming 1979; constants as in
 * Jennison and Turnbull 2000, table 2.3): an experiment may stop at any look whose limit it
 * exceeds, and the chance of a false alarm over all looks stays 5 %, two-sided.
 *
 * @param looks the number of looks, 1 to 4, the last at the end
 */
public record OBrienFleming(int looks) {
  /** The fewest blocks at which an exact two-sided test reaches 5 %. */
  public static final int FEWEST_BLOCKS = 6;

  private static final int MOST_LOOKS = 4;
  private static final double[] LAST_LIMIT = {1.960, 1.977, 2.004, 2.024};
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  /** Refuses plans without tabled constants. */
  public OBrienFleming {
    if (looks < 1 || looks > MOST_LOOKS) {
      throw new IllegalArgumentException(
          looks + " looks are not planned for: choose 1 to " + MOST_LOOKS);
    }
  }

  /** The plan for an experiment of so many blocks: as many looks as six blocks each allow. */
  public static OBrienFleming forBlocks(int blocks) {
    if (blocks < 2) {
      throw new IllegalArgumentException(
          blocks + " blocks make no experiment: plan six or more, better 24");
    }
    return new OBrienFleming(Math.clamp(blocks / FEWEST_BLOCKS, 1, MOST_LOOKS));
  }

  /**
   * The numbers of blocks after which to look, ascending; the last is {@code blocks}. No look comes
   * before six blocks; where there are fewer than six in all, the only look is the end, at which
   * Hodges-Lehmann's interval is infinite and nothing can be proven.
   */
  public static int[] schedule(int blocks) {
    int looks = forBlocks(blocks).looks;
    int[] schedule = new int[looks];
    for (int look = 1; look <= looks; look++) {
      schedule[look - 1] = (int) Math.round((double) blocks * look / looks);
    }
    return schedule;
  }

  /** The limit of a normal statistic at a look, counted from 1. */
  public double normalLimit(int look) {
    if (look < 1 || look > looks) {
      throw new IllegalArgumentException(
          "look " + look + " is not in the plan: looks are counted from 1 to " + looks);
    }
    return LAST_LIMIT[looks - 1] / Math.sqrt((double) look / looks);
  }

  /** The limit of |t| at a look with {@code n} blocks, of equal tail probability. */
  public double tLimit(int look, int n) {
    if (n < 2) {
      throw new IllegalArgumentException(n + " blocks have no t: look at two or more");
    }
    return StudentT.upperQuantile(tailProbability(look), n - 1);
  }

  /** The probability of one tail beyond the limit of a look, without any effect. */
  public double tailProbability(int look) {
    return NORMAL.survivalProbability(normalLimit(look));
  }
}
