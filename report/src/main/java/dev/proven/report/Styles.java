package dev.proven.report;

import dev.proven.core.experiment.Verdict;
import dev.proven.report.plot.Mark;

/** The classes and shapes by which the style sheet and the plots tell verdicts apart. */
final class Styles {
  private Styles() {}

  static String of(Tell tell) {
    return switch (tell) {
      case BETTER -> "good";
      case WORSE -> "bad";
      case ACCEPTED -> "warn";
      case UNCLEAR -> "plain";
    };
  }

  static String of(Verdict verdict) {
    return switch (verdict) {
      case PROVEN -> "good";
      case REGRESSED -> "bad";
      case UNDERPOWERED -> "warn";
      case NO_EFFECT, NOT_RUN -> "plain";
    };
  }

  static Mark mark(Tell tell) {
    return switch (tell) {
      case BETTER -> Mark.SQUARE;
      case WORSE -> Mark.CROSS;
      case ACCEPTED, UNCLEAR -> Mark.DIAMOND;
    };
  }

  static Mark mark(Verdict verdict) {
    return switch (verdict) {
      case PROVEN -> Mark.SQUARE;
      case REGRESSED -> Mark.CROSS;
      case NO_EFFECT, NOT_RUN -> Mark.CIRCLE;
      case UNDERPOWERED -> Mark.DIAMOND;
    };
  }
}
