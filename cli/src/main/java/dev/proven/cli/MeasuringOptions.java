package dev.proven.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How much is measured. */
final class MeasuringOptions {
  @Option(
      names = "--budget",
      paramLabel = "TIME",
      description = "How long one target may take, such as 12m or 1h (default: 12m).")
  @Nullable String budget;

  @Option(
      names = "--blocks",
      paramLabel = "N",
      description = "Largest number of blocks of an experiment, 6 to 1000 (default: 24).")
  @Nullable Integer blocks;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of every random choice (default: 20260101).")
  @Nullable Long seed;
}
