package dev.proven.report;

import dev.proven.core.experiment.Verdict;

/**
 * Colour and weight on a terminal, or none; a word always stands in what is coloured.
 *
 * @param on whether escape sequences are written
 */
record Ansi(boolean on) {
  String bold(String text) {
    return paint("1", text);
  }

  String faint(String text) {
    return paint("2", text);
  }

  String verdict(Verdict verdict, String text) {
    return paint(
        switch (verdict) {
          case PROVEN -> "32;1";
          case REGRESSED -> "31;1";
          case UNDERPOWERED -> "33;1";
          case NO_EFFECT, NOT_RUN -> "1";
        },
        text);
  }

  String outcome(Decision.Outcome outcome, String text) {
    return paint(
        switch (outcome) {
          case GO -> "32;1";
          case ITERATE -> "36;1";
          case UNDERPOWERED -> "33;1";
          case PIVOT -> "31;1";
        },
        text);
  }

  String tell(Tell tell, String text) {
    return switch (tell) {
      case BETTER -> paint("32", text);
      case WORSE -> paint("31", text);
      case ACCEPTED -> paint("33", text);
      case UNCLEAR -> text;
    };
  }

  private String paint(String code, String text) {
    return on ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
