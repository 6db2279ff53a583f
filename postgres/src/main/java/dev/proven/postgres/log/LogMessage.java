package dev.proven.postgres.log;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a message says of statements. */
sealed interface LogMessage {
  /**
   * A statement and how long it took.
   *
   * @param call false where more rows of an earlier execution were fetched
   */
  record Executed(double seconds, String text, boolean call) implements LogMessage {}

  /** A statement that begins; its duration may follow. */
  record Begun(String text, boolean call) implements LogMessage {}

  /** How long that took which was said before. */
  record Elapsed(double seconds) implements LogMessage {}

  /**
   * A plan of auto_explain.
   *
   * @param plan null where its format is not known
   */
  record Planned(double seconds, @Nullable PlanText plan) implements LogMessage {}

  Pattern DURATION =
      Pattern.compile(
          "duration: (?<ms>\\d{1,15}(?:\\.\\d{1,6})?) ms(?:  (?<rest>.*))?", Pattern.DOTALL);
  Pattern STATEMENT =
      Pattern.compile(
          "(?:statement|execute (?<fetch>fetch from )?[^\\n]{1,200}?): (?<text>.*)",
          Pattern.DOTALL);
  Pattern PLAN = Pattern.compile("plan:\\s*(?<plan>.*)", Pattern.DOTALL);

  /** Reads the text of a message; empty where it says nothing of statements. */
  static Optional<LogMessage> of(String message) {
    if (message.startsWith("duration: ")) {
      return timed(message);
    }
    var statement = STATEMENT.matcher(message);
    return statement.matches()
        ? Optional.of(new Begun(statement.group("text"), statement.group("fetch") == null))
        : Optional.empty();
  }

  private static Optional<LogMessage> timed(String message) {
    var duration = DURATION.matcher(message);
    if (!duration.matches()) {
      return Optional.empty();
    }
    double seconds = Double.parseDouble(duration.group("ms")) / 1000;
    var rest = duration.group("rest");
    if (rest == null) {
      return Optional.of(new Elapsed(seconds));
    }
    var plan = PLAN.matcher(rest);
    if (plan.matches()) {
      return Optional.of(new Planned(seconds, PlanText.of(plan.group("plan"))));
    }
    // Parsing and binding are told as well, and are no executions.
    var statement = STATEMENT.matcher(rest);
    return statement.matches()
        ? Optional.of(
            new Executed(seconds, statement.group("text"), statement.group("fetch") == null))
        : Optional.empty();
  }
}
