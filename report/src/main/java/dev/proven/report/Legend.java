package dev.proven.report;

import java.util.List;

/** How figures are to be read; said once in each view. */
final class Legend {
  static final List<String> LINES =
      List.of(
          "A change is B (changed) against A (unchanged): -93.1 % [-94.0, -92.2] is 93.1 % lower,"
              + " and by its 95 % interval, which is wider where a first look was enough, between"
              + " 92.2 % and 94.0 % lower.",
          "Signs: + better or PROVEN, ! worse or REGRESSED, = NO EFFECT, ~ cannot tell or"
              + " UNDERPOWERED, ^ costs more but within the declared margin, - NOT RUN.");

  private Legend() {}

  /** All of it, as a typesetter writes it. */
  static String typeset() {
    return String.join(" ", LINES)
        .replaceAll("-(?=\\d)", "\u2212")
        .replace("+ better or PROVEN", "\u2713 better, + PROVEN");
  }
}
