package dev.proven.cli;

import picocli.CommandLine.Option;

/** Whether the decision is the exit code. */
final class ExitCodeOption {
  @Option(
      names = "--exit-code",
      description = "End with 10 for ITERATE and 20 for PIVOT, for use in CI.")
  boolean wanted;
}
