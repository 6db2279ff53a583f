package dev.proven.cli;

import dev.proven.core.Problem;
import dev.proven.core.apply.Patience;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where proven changes go, how long they may take, and whether anybody is asked. */
final class ApplyOptions {
  private static final Duration LONGEST = Duration.ofHours(24);

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "The target to change (default: the one that the run measured).")
  @Nullable String url;

  @Option(
      names = "--target",
      paramLabel = "NAME",
      description = "Which target of the run, where several have something proven.")
  @Nullable String target;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  boolean yes;

  @Option(names = "--dry-run", description = "Print what would be done, and do nothing.")
  boolean dryRun;

  @Option(
      names = "--baseline",
      paramLabel = "TIME",
      defaultValue = "2m",
      description =
          "How long the load is recorded before, for proven watch; 0 for not at all"
              + " (default: ${DEFAULT-VALUE}).")
  String baseline = "2m";

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      defaultValue = "10s",
      description = "Length of an interval of that record (default: ${DEFAULT-VALUE}).")
  String interval = "10s";

  @Option(
      names = "--lock-timeout",
      paramLabel = "TIME",
      defaultValue = "30s",
      description =
          "How long a lock or a transaction in the way is waited for (default: ${DEFAULT-VALUE}).")
  String lockTimeout = "30s";

  @Option(
      names = "--statement-timeout",
      paramLabel = "TIME",
      defaultValue = "2h",
      description = "How long one statement may take (default: ${DEFAULT-VALUE}).")
  String statementTimeout = "2h";

  Patience patience() {
    return new Patience(
        between("--lock-timeout", lockTimeout, Duration.ofSeconds(1)),
        between("--statement-timeout", statementTimeout, Duration.ofSeconds(1)),
        Patience.standard().attempts());
  }

  Duration baseline() {
    return baseline.strip().equals("0")
        ? Duration.ZERO
        : between("--baseline", baseline, Duration.ZERO);
  }

  Duration interval() {
    return between("--interval", interval, Duration.ofSeconds(1));
  }

  static Duration between(String option, String text, Duration least) {
    var time = Durations.parse(text);
    if (time.compareTo(least) < 0 || time.compareTo(LONGEST) > 0) {
      throw Problem.usage(
          option + " is " + text + ".",
          "Choose from " + least.toSeconds() + "s to " + LONGEST.toHours() + "h.");
    }
    return time;
  }
}
