package dev.proven.cli;

import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Options that every command has. */
final class Options {
  @Option(
      names = "--runs",
      paramLabel = "DIR",
      defaultValue = "runs",
      description = "Folder of the runs (default: ${DEFAULT-VALUE}).")
  Path runs = Path.of("runs");

  @Option(names = "--json", description = "Print the result as one JSON document on stdout.")
  boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "No progress on stderr.")
  boolean quiet;

  @Option(names = "--debug", description = "Print the stack trace of an error.")
  boolean debug;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  static boolean debug(CommandLine line) {
    for (var mixin : line.getMixins().values()) {
      if (mixin instanceof Options options) {
        return options.debug;
      }
    }
    return false;
  }
}
