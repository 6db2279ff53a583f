package dev.proven.core.stats;

import java.util.random.RandomGenerator;

/**
 * The SplitMix64 generator of random numbers (Steele, Lea and Flood 2014; constants of Vigna's
 * public-domain splitmix64.c): one long of state, the same stream for the same seed everywhere.
 *
 * <p>Not safe for use by several threads.
 */
public final class SplitMix64 implements RandomGenerator {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private long state;

  /** A generator whose stream depends on the seed alone. */
  public SplitMix64(long seed) {
    this.state = seed;
  }

  @Override
  public long nextLong() {
    state += GOLDEN_GAMMA;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
