package dev.proven.core.stats;

import org.apache.commons.statistics.distribution.TDistribution;

/** Student's t distribution with quantiles good to the last digits. */
final class StudentT {
  private StudentT() {}

  static double upperTail(double t, double degreesOfFreedom) {
    return TDistribution.of(degreesOfFreedom).survivalProbability(t);
  }

  static double twoSided(double t, double degreesOfFreedom) {
    return Math.min(1, 2 * upperTail(Math.abs(t), degreesOfFreedom));
  }

  /**
   * The value that t exceeds with the given probability. The library's root finder stops at 1e-9;
   * one Newton step takes the answer to full precision.
   */
  static double upperQuantile(double tail, double degreesOfFreedom) {
    if (tail > 0.5) {
      return -upperQuantile(1 - tail, degreesOfFreedom);
    }
    TDistribution distribution = TDistribution.of(degreesOfFreedom);
    double rough = distribution.inverseSurvivalProbability(tail);
    double density = distribution.density(rough);
    return density > 0 ? rough + (distribution.survivalProbability(rough) - tail) / density : rough;
  }

  /** The ratio of a distance to its standard error; 0/0 is 0, for no distance is no evidence. */
  static double ratio(double distance, double standardError) {
    return distance == 0 ? 0 : distance / standardError;
  }

  /** The critical value of a two-sided interval. */
  static double critical(double confidence, double degreesOfFreedom) {
    Samples.checkConfidence(confidence);
    return upperQuantile((1 - confidence) / 2, degreesOfFreedom);
  }

  /** The critical value of a one-sided bound. */
  static double oneSidedCritical(double confidence, double degreesOfFreedom) {
    Samples.checkConfidence(confidence);
    return upperQuantile(1 - confidence, degreesOfFreedom);
  }
}
