package dev.proven.core.stats;

import org.apache.commons.numbers.gamma.LogGamma;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;

/** The non-central t distribution, by the series of Lenth (1989, AS 243). */
final class NoncentralT {
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  /** Beyond this shift the series underflows, and the normal approximation is good to 1e-4. */
  private static final double LARGEST_SHIFT = 37;

  private NoncentralT() {}

  /** The probability of more than {@code t}, which is above zero, at a shift of zero or more. */
  static double upperTail(double t, double degreesOfFreedom, double shift) {
    if (shift > LARGEST_SHIFT) {
      double correction = 1 / (4 * degreesOfFreedom);
      double spread = Math.sqrt(1 + t * t * 2 * correction);
      return NORMAL.survivalProbability((t * (1 - correction) - shift) / spread);
    }
    return Math.clamp(
        NORMAL.cumulativeProbability(shift) - series(t, degreesOfFreedom, shift), 0, 1);
  }

  private static double series(double t, double degreesOfFreedom, double shift) {
    double x = t * t / (t * t + degreesOfFreedom);
    double half = shift * shift / 2;
    double poisson = Math.exp(-half) / 2;
    double odd = shift * Math.exp(-half - LogGamma.value(1.5)) / Math.sqrt(8);
    double sum = 0;
    double left = 0.5;
    for (int j = 0; left > 1e-15 && j < 10_000; j++) {
      sum +=
          poisson * beta(x, j + 0.5, degreesOfFreedom) + odd * beta(x, j + 1.0, degreesOfFreedom);
      left -= poisson;
      poisson *= half / (j + 1);
      odd *= half / (j + 1.5);
    }
    return sum;
  }

  private static double beta(double x, double a, double degreesOfFreedom) {
    return BetaDistribution.of(a, degreesOfFreedom / 2).cumulativeProbability(x);
  }
}
