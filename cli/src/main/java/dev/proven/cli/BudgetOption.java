package dev.proven.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How much storage new indexes may take. */
final class BudgetOption {
  @Option(
      names = "--index-budget",
      paramLabel = "SIZE",
      description =
          "Storage that new indexes may take, such as 40MB (default: 30 %% of the tables).")
  @Nullable String size;

  /** Null where nothing was said. */
  @Nullable Long bytes() {
    return size == null ? null : Sizes.parse(size);
  }
}
