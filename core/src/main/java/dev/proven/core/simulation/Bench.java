package dev.proven.core.simulation;

import dev.proven.core.stats.SplitMix64;
import java.util.random.RandomGenerator;

/**
 * A simulated machine on which two arms are measured, request after request along one time axis.
 *
 * <p>A slot is a launch, ten requests of warm-up that are thrown away, and forty that count; its
 * statistic is the geometric mean latency.
 */
final class Bench {
  static final int REQUESTS = 40;
  static final int WARM_UP = 10;

  private final RandomGenerator random;
  private final Source[] sources;

  Bench(Noise noise, long seed) {
    random = new SplitMix64(seed);
    sources = noise.sources(random);
  }

  /** The log ratios B / A of blocks of two fresh launches, in an order that a coin decides. */
  double[] pairedBlocks(int blocks, double effect) {
    double[] d = new double[blocks];
    for (int i = 0; i < blocks; i++) {
      d[i] = random.nextBoolean() ? -slot(0) + slot(effect) : slot(effect) - slot(0);
    }
    return d;
  }

  /** The raw latencies of as many requests as so many slots have, after a single launch. */
  double[] rawLatencies(int slots) {
    launch();
    double[] latencies = new double[slots * REQUESTS];
    for (int i = 0; i < latencies.length; i++) {
      latencies[i] = Math.exp(request());
    }
    return latencies;
  }

  private double slot(double effect) {
    launch();
    double sum = 0;
    for (int i = 0; i < REQUESTS; i++) {
      sum += request() + effect;
    }
    return sum / REQUESTS;
  }

  private void launch() {
    for (Source source : sources) {
      source.launch();
    }
    for (int i = 0; i < WARM_UP; i++) {
      request();
    }
  }

  private double request() {
    double log = 0;
    for (Source source : sources) {
      log += source.next();
    }
    return log;
  }
}
