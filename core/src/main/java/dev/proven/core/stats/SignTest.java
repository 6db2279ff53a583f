package dev.proven.core.stats;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/** The sign test that the median of paired differences is zero (Arbuthnot 1710). */
public final class SignTest {
  private SignTest() {}

  /** The exact two-sided p-value of at least one finite value; zeros are left out. */
  public static double pValue(double[] d) {
    Samples.check(d, 1);
    int positive = (int) Arrays.stream(d).filter(value -> value > 0).count();
    int negative = (int) Arrays.stream(d).filter(value -> value < 0).count();
    BinomialDistribution signs = BinomialDistribution.of(positive + negative, 0.5);
    return Math.min(1, 2 * signs.cumulativeProbability(Math.min(positive, negative)));
  }
}
