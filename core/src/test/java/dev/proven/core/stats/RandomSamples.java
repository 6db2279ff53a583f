package dev.proven.core.stats;

import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Samples for property tests, from a seed. */
final class RandomSamples {
  private RandomSamples() {}

  static double[] normal(RandomGenerator random, int n) {
    return IntStream.range(0, n).mapToDouble(i -> random.nextGaussian()).toArray();
  }

  /** Whole numbers from -3 to 3: full of ties and zeros. */
  static double[] tied(RandomGenerator random, int n) {
    return IntStream.range(0, n).mapToDouble(i -> random.nextInt(-3, 4)).toArray();
  }
}
