package dev.proven.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of the commands that measure. */
final class SprintOptions {
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

  @Option(
      names = "--exit-code",
      description = "End with 10 for ITERATE and 20 for PIVOT, for use in CI.")
  boolean exitCode;

  @Option(
      names = "--workload",
      paramLabel = "FILE",
      description =
          "SQL file with the statements to measure (default: what pg_stat_statements holds).")
  @Nullable Path workload;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "File whose first line is the password (default: PGPASSWORD, then ~/.pgpass).")
  @Nullable Path passwordFile;
}
