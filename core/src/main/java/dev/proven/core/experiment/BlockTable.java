package dev.proven.core.experiment;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The samples of an experiment, reduced to one value for each metric, block and arm. */
final class BlockTable {
  private record Key(int block, Arm arm, String part, String sample) {}

  private static final class Cell {
    private final DoubleStream.Builder values = DoubleStream.builder();
    private boolean capped;
    private double @org.jspecify.annotations.Nullable [] built;

    double[] values() {
      if (built == null) {
        built = values.build().toArray();
      }
      return built;
    }
  }

  /**
   * A metric block by block, from the first block to the last without a gap.
   *
   * @param effect of each block
   * @param a value of each block on arm A
   * @param b value of each block on arm B
   * @param slotsCappedA how many parts of each block ran into the cap on arm A
   * @param slotsCappedB how many did on arm B
   */
  @SuppressWarnings("ArrayRecordComponent") // hot path, package-private, never compared
  record Series(double[] effect, double[] a, double[] b, int[] slotsCappedA, int[] slotsCappedB) {
    /** Effects without a cap. */
    static Series uncapped(double[] effect) {
      var none = new int[effect.length];
      return new Series(effect, effect, effect, none, none);
    }

    int length() {
      return effect.length;
    }

    Series first(int n) {
      int k = Math.min(n, effect.length);
      return new Series(
          Arrays.copyOf(effect, k),
          Arrays.copyOf(a, k),
          Arrays.copyOf(b, k),
          Arrays.copyOf(slotsCappedA, k),
          Arrays.copyOf(slotsCappedB, k));
    }

    int cappedA() {
      return Arrays.stream(slotsCappedA).sum();
    }

    int cappedB() {
      return Arrays.stream(slotsCappedB).sum();
    }

    double centreA() {
      return centre(a);
    }

    double centreB() {
      return centre(b);
    }

    private static double centre(double[] values) {
      boolean positive = Arrays.stream(values).allMatch(v -> v > 0);
      return positive
          ? Math.exp(Arrays.stream(values).map(Math::log).average().orElse(Double.NaN))
          : Arrays.stream(values).average().orElse(Double.NaN);
    }
  }

  private final Map<Key, Cell> cells = new HashMap<>();
  private final Map<Metric, Series> series = new HashMap<>();
  private final int blocks;

  BlockTable(List<Sample> samples) {
    int last = 0;
    for (var s : samples) {
      var key = new Key(s.block(), s.arm(), s.part(), s.name());
      var cell = cells.computeIfAbsent(key, _ -> new Cell());
      cell.values.add(s.value());
      cell.capped |= s.capped();
      last = Math.max(last, s.block());
    }
    this.blocks = last;
  }

  double[] effects(Metric metric) {
    return series(metric).effect();
  }

  /** The metric's blocks up to the first in which a part of it was not run. */
  Series series(Metric metric) {
    return series.computeIfAbsent(metric, this::read);
  }

  private Series read(Metric metric) {
    int n =
        (int)
            IntStream.rangeClosed(1, blocks)
                .takeWhile(b -> complete(metric, b, Arm.A) && complete(metric, b, Arm.B))
                .count();
    var a = IntStream.rangeClosed(1, n).mapToDouble(i -> value(metric, i, Arm.A)).toArray();
    var b = IntStream.rangeClosed(1, n).mapToDouble(i -> value(metric, i, Arm.B)).toArray();
    var effect = IntStream.range(0, n).mapToDouble(i -> metric.effect(a[i], b[i])).toArray();
    return new Series(effect, a, b, capped(metric, n, Arm.A), capped(metric, n, Arm.B));
  }

  private boolean complete(Metric metric, int block, Arm arm) {
    return metric.weights().keySet().stream()
        .allMatch(part -> cells.containsKey(new Key(block, arm, part, metric.sample())));
  }

  private int[] capped(Metric metric, int n, Arm arm) {
    return IntStream.rangeClosed(1, n).map(block -> capped(metric, arm, block)).toArray();
  }

  private int capped(Metric metric, Arm arm, int block) {
    return (int)
        metric.weights().keySet().stream()
            .filter(part -> cell(block, arm, part, metric.sample()).capped)
            .count();
  }

  private double value(Metric metric, int block, Arm arm) {
    return switch (metric.aggregate()) {
      case TOTAL ->
          metric.weights().entrySet().stream()
              .mapToDouble(e -> e.getValue() * partValue(metric, block, arm, e.getKey()))
              .sum();
      case GEOMETRIC_MEAN ->
          Math.exp(
              metric.weights().keySet().stream()
                  .mapToDouble(part -> Math.log(partValue(metric, block, arm, part)))
                  .average()
                  .orElseThrow());
    };
  }

  private double partValue(Metric metric, int block, Arm arm, String part) {
    return metric.statistic().of(cell(block, arm, part, metric.sample()).values());
  }

  private Cell cell(int block, Arm arm, String part, String sample) {
    var cell = cells.get(new Key(block, arm, part, sample));
    if (cell == null) {
      throw new IllegalStateException("No sample of " + part + " in block " + block);
    }
    return cell;
  }
}
