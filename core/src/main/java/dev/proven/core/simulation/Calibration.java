package dev.proven.core.simulation;

import dev.proven.core.stats.SplitMix64;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The table of error rates of METHOD's rules, measured on simulated experiments under eight kinds
 * of noise; the same for the same seed on every machine.
 *
 * @param experiments the experiments asked for in each cell
 * @param seed the seed of all of them
 * @param cells one for each check and kind of noise
 */
public record Calibration(int experiments, long seed, List<Cell> cells) {
  /** Keeps a copy of the cells. */
  public Calibration {
    cells = List.copyOf(cells);
  }

  /** Runs all checks under all kinds of noise on all cores. */
  public static Calibration run(int experiments, long seed) {
    return run(experiments, seed, cell -> {});
  }

  /**
   * Runs all checks and shows every cell as it is done.
   *
   * @param experiments experiments in each cell; the limits are meant for 2,000 or more
   */
  public static Calibration run(int experiments, long seed, Consumer<Cell> progress) {
    if (experiments < 1) {
      throw new IllegalArgumentException(
          experiments + " experiments show nothing: run 2,000 in each cell");
    }
    List<Cell> cells = new ArrayList<>();
    for (Check check : Check.values()) {
      for (Noise noise : Noise.values()) {
        Cell cell = measure(check, noise, (long) experiments * check.weight(), seed);
        cells.add(cell);
        progress.accept(cell);
      }
    }
    return new Calibration(experiments, seed, cells);
  }

  /** Whether every cell with a limit keeps it. */
  public boolean passes() {
    return cells.stream().allMatch(Cell::passes);
  }

  /** The cells as plain text columns with a heading, and a last line that sums them up. */
  @Override
  public String toString() {
    long limited = cells.stream().filter(cell -> cell.check().allowed() != null).count();
    long failed = cells.stream().filter(cell -> !cell.passes()).count();
    return cells.stream()
        .map(Cell::toString)
        .collect(
            Collectors.joining(
                "\n",
                String.format(
                    Locale.ROOT,
                    "%-38s %-16s %13s %8s %-16s %13s  %s\n",
                    "check",
                    "noise",
                    "count/of",
                    "rate",
                    " 95 % interval",
                    "limit",
                    "result"),
                "\n%d of %d limits kept (%d experiments a cell, seed %d)\n"
                    .formatted(limited - failed, limited, experiments, seed)));
  }

  private static Cell measure(Check check, Noise noise, long experiments, long seed) {
    long cellSeed = mix(mix(mix(seed) + check.name().hashCode()) + noise.name().hashCode());
    long count =
        LongStream.range(0, experiments)
            .parallel()
            .filter(i -> check.rule().happens(noise, mix(cellSeed + i)))
            .count();
    return new Cell(check, noise, count, experiments);
  }

  private static long mix(long seed) {
    return new SplitMix64(seed).nextLong();
  }
}
