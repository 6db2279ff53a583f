package dev.proven.core.stats;

import java.util.Arrays;

/**
 * The Hodges-Lehmann estimate of a shift and its distribution-free interval (Hodges and Lehmann
 * 1963; Hollander and Wolfe, Nonparametric Statistical Methods, 3.2 and 4.2).
 *
 * <p>The interval ends are order statistics of all Walsh averages (one sample) or differences (two
 * samples), chosen by the exact null distribution without ties. Ties and zeros leave the closed
 * interval valid: its coverage is then at least the stated one (Noether 1967), so nothing is
 * corrected there. Where there are too few values for the confidence, both ends are infinite.
 */
public final class HodgesLehmann {
  private HodgesLehmann() {}

  /**
   * The estimate for one sample of paired differences.
   *
   * @param estimate the median of the Walsh averages, in the unit of the values
   * @param lower the lower end, possibly infinite
   * @param upper the upper end, possibly infinite
   * @param p the two-sided signed-rank p-value of the hypothesis of symmetry about zero
   * @param achievedConfidence the exact coverage of the interval, at least the requested one
   * @param v the sum of the ranks of the positive values
   */
  public record OneSample(
      double estimate, double lower, double upper, double p, double achievedConfidence, double v) {
    /** Both ends. */
    public Interval interval() {
      return new Interval(lower, upper);
    }
  }

  /**
   * The estimate of the shift x - y between two samples.
   *
   * @param estimate the median of the differences, in the unit of the values
   * @param lower the lower end, possibly infinite
   * @param upper the upper end, possibly infinite
   * @param achievedConfidence the coverage of the interval, at least the requested one
   * @param exact whether the interval comes from the counted null distribution without ties, or
   *     from the normal one
   * @param test of no shift
   */
  public record TwoSample(
      double estimate,
      double lower,
      double upper,
      double achievedConfidence,
      boolean exact,
      MannWhitney.Result test) {
    /** Both ends. */
    public Interval interval() {
      return new Interval(lower, upper);
    }
  }

  /**
   * The one-sample estimate of at least one finite value.
   *
   * <p>Up to 300 values everything is exact, beyond the statistic is taken as normal. Zeros carry
   * no sign and are dropped for V and p; where |d| has ties, p is that of the conditional
   * distribution over all signs of the midranks.
   *
   * @param confidence the confidence of the interval, such as 0.95
   */
  public static OneSample oneSample(double[] d, double confidence) {
    Samples.check(d, 1);
    Samples.checkConfidence(confidence);
    PairSums sums = PairSums.walsh(d);
    long cut = SignedRank.cut(d.length, (1 - confidence) / 2);
    double[] signed = Arrays.stream(d).filter(value -> value != 0).toArray();
    Midranks ranks = Midranks.of(Arrays.stream(signed).map(Math::abs).toArray());
    return new OneSample(
        sums.median() / 2,
        cut == 0 ? Double.NEGATIVE_INFINITY : sums.kth(cut) / 2,
        cut == 0 ? Double.POSITIVE_INFINITY : sums.kth(sums.size() + 1 - cut) / 2,
        signedRankP(signed, ranks),
        1 - 2 * SignedRank.tail(d.length, cut),
        ranks.positive(signed) / 2.0);
  }

  /**
   * The two-sample estimate of the shift x - y; each sample has at least one finite value.
   *
   * <p>Exact up to {@value RankSum#EXACT_PAIRS} pairs; beyond, the statistic is taken as normal
   * without tie correction, which only widens the interval.
   */
  public static TwoSample twoSample(double[] x, double[] y, double confidence) {
    Samples.check(x, 1);
    Samples.check(y, 1);
    Samples.checkConfidence(confidence);
    PairSums sums = PairSums.differences(x, y);
    RankSum ranks = RankSum.of(x.length, y.length);
    long cut = ranks.cut((1 - confidence) / 2);
    return new TwoSample(
        sums.median(),
        cut == 0 ? Double.NEGATIVE_INFINITY : sums.kth(cut),
        cut == 0 ? Double.POSITIVE_INFINITY : sums.kth(sums.size() + 1 - cut),
        1 - 2 * ranks.tail(cut),
        ranks.isExact(),
        MannWhitney.test(x, y, ranks));
  }

  private static double signedRankP(double[] signed, Midranks ranks) {
    int n = signed.length;
    long doubledV = ranks.positive(signed);
    if (n > SignedRank.EXACT_UP_TO) {
      double squares = Arrays.stream(ranks.doubled()).mapToDouble(r -> 0.25 * r * r).sum();
      return NullDistributions.normalP((doubledV - ranks.sum() / 2.0) / 2, Math.sqrt(squares) / 2);
    }
    return ranks.tied()
        ? NullDistributions.twoSided(SignedRank.cumulative(ranks.doubled()), (int) doubledV)
        : NullDistributions.twoSided(SignedRank.cumulative(n), (int) doubledV / 2);
  }
}
