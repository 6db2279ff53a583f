package dev.proven.core.stats;

/**
 * The number of blocks an experiment needs in all; never fewer than the six below which nothing can
 * be proven, and {@link Integer#MAX_VALUE} where no reasonable number is enough.
 */
public final class BlocksNeeded {
  /** What {@link #still} says where no number is worth naming. */
  public static final int UNKNOWN = -1;

  private static final int MOST_WORTH_NAMING = 100_000;
  private static final double MOST_COUNTED = 1e7;

  /** z.975 + z.80: were the deviation known, so many errors would show it; t needs some more. */
  private static final double NORMAL_ERRORS = 2.8016;

  private static final double ALPHA = 0.05;
  private static final double POWER = 0.80;
  private static final double ERRORS_IN_A_MARGIN = 5;

  private BlocksNeeded() {}

  /**
   * The blocks in all until an effect of this size is shown with 80 % power at the two-sided 5 %
   * level.
   *
   * @param mean the effect as a mean log ratio, of either sign; zero can never be shown
   * @param s the standard deviation of the block log ratios, zero or more
   */
  public static int toShowEffect(double mean, double s) {
    Samples.checkNotNegative(Math.abs(mean), "effect");
    Samples.checkNotNegative(s, "standard deviation");
    double errors = s == 0 ? 0 : NORMAL_ERRORS * s / Math.abs(mean);
    double rough = errors * errors;
    if (mean == 0 || rough > MOST_COUNTED) {
      return Integer.MAX_VALUE;
    }
    int blocks = Math.max(OBrienFleming.FEWEST_BLOCKS, (int) rough);
    while (!shows(mean, s, blocks)) {
      blocks++;
    }
    while (blocks > OBrienFleming.FEWEST_BLOCKS && shows(mean, s, blocks - 1)) {
      blocks--;
    }
    return blocks;
  }

  private static boolean shows(double mean, double s, int blocks) {
    return s == 0 || Power.pairedT(mean, s, blocks, ALPHA) >= POWER;
  }

  /**
   * The blocks in all until a non-inferiority margin can be shown: 5 s / sqrt(n) must not exceed
   * ln(1 + margin).
   *
   * @param margin the margin as a share, above zero: 0.02 for 2 %
   * @param s the standard deviation of the block log ratios, zero or more
   */
  public static int toShowMargin(double margin, double s) {
    Samples.checkNotNegative(s, "standard deviation");
    double errors = ERRORS_IN_A_MARGIN * s / Margins.logRatio(margin);
    return whole(errors * errors);
  }

  /**
   * How many blocks are missing to the needed ones, at least one: too few were measured, whatever
   * was expected of them. {@link #UNKNOWN} where more than 100,000 are needed.
   */
  public static int still(int needed, int measured) {
    return needed > MOST_WORTH_NAMING ? UNKNOWN : Math.max(1, needed - measured);
  }

  private static int whole(double blocks) {
    // The small reduction keeps rounding from asking for one block more.
    return (int) Math.max(OBrienFleming.FEWEST_BLOCKS, Math.ceil(blocks * (1 - 1e-12)));
  }
}
