package dev.proven.core.simulation;

import java.util.random.RandomGenerator;

/** The causes of noise and their strengths, in natural logarithms of latency. */
final class Sources {
  private Sources() {}

  /** Independent lognormal jitter of every request, deviation 0.25. */
  record Jitter(RandomGenerator random) implements Source {
    @Override
    public double next() {
      return 0.25 * random.nextGaussian();
    }
  }

  /** An AR(1) level: coefficient 0.998 a request, stationary deviation 0.10. */
  static final class Drift implements Source {
    private static final double MEMORY = 0.998;
    private static final double DEVIATION = 0.10;
    private static final double STEP = DEVIATION * Math.sqrt(1 - MEMORY * MEMORY);

    private final RandomGenerator random;
    private double level;

    Drift(RandomGenerator random) {
      this.random = random;
      this.level = DEVIATION * random.nextGaussian();
    }

    @Override
    public double next() {
      level = MEMORY * level + STEP * random.nextGaussian();
      return level;
    }
  }

  /**
   * A straight line through the whole experiment; its slope has deviation 0.006 in 100 requests.
   */
  static final class Trend implements Source {
    private final double slope;
    private double level;

    Trend(RandomGenerator random) {
      this.slope = 0.006 / 100 * random.nextGaussian();
    }

    @Override
    public double next() {
      level += slope;
      return level;
    }
  }

  /** A neighbour who comes every 300 requests, stays for 150 on average and adds 0.26 (30 %). */
  static final class Neighbour implements Source {
    private static final double COMES = 1.0 / 300;
    private static final double LEAVES = 1.0 / 150;

    private final RandomGenerator random;
    private boolean there;

    Neighbour(RandomGenerator random) {
      this.random = random;
      this.there = random.nextDouble() < COMES / (COMES + LEAVES);
    }

    @Override
    public double next() {
      there ^= random.nextDouble() < (there ? LEAVES : COMES);
      return there ? 0.26 : 0;
    }
  }

  /** A Pareto stretch, shape 1.5 and so without variance, of 5 % of the requests. */
  record HeavyTail(RandomGenerator random) implements Source {
    @Override
    public double next() {
      return random.nextDouble() < 0.05 ? random.nextExponential() / 1.5 : 0;
    }
  }

  /** Pauses of 15 to 44 requests that add 1.1 (a factor of 3), one in 250 quiet requests. */
  static final class Bursts implements Source {
    private final RandomGenerator random;
    private int left;

    Bursts(RandomGenerator random) {
      this.random = random;
    }

    @Override
    public double next() {
      if (left > 0) {
        left--;
        return 1.1;
      }
      if (random.nextDouble() < 1.0 / 250) {
        left = random.nextInt(15, 45);
      }
      return 0;
    }
  }

  /** A level of its own for every launch, deviation 0.03. */
  static final class LaunchShift implements Source {
    private final RandomGenerator random;
    private double level;

    LaunchShift(RandomGenerator random) {
      this.random = random;
    }

    @Override
    public void launch() {
      level = 0.03 * random.nextGaussian();
    }

    @Override
    public double next() {
      return level;
    }
  }
}
