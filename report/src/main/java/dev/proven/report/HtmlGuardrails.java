package dev.proven.report;

import dev.proven.report.markup.Xml;
import java.util.List;

/** What must not get worse, how much was accepted, and whether that was shown. */
record HtmlGuardrails(Xml xml, TargetFindings findings) {
  private static final List<String> COLUMNS =
      List.of("guardrail", "accepted>", "at worst>", "state", "blocks>");

  void write() {
    var guardrails = findings.guardrails();
    if (guardrails.isEmpty()) {
      return;
    }
    xml.in(
        "section",
        () -> {
          xml.leaf("h2", "Guardrails");
          xml.leaf("p", explanation());
          var table = new HtmlTable(xml, "Guardrails of the chosen set", COLUMNS);
          table.write(() -> guardrails.forEach(m -> row(table, m)));
        });
  }

  private String explanation() {
    var different = findings.chosen().map(e -> e.judgement().differentAnswers()).orElse(List.of());
    var answers =
        different.isEmpty()
            ? "Both systems gave equal answers wherever answers were compared."
            : "The answers differ: " + String.join(", ", different) + ".";
    return "A guardrail passes only if the one-sided 95 % bound of its regression, here \u201cat"
        + " worst\u201d, lies under the margin that was accepted beforehand. \u201cNot"
        + " significant\u201d is never \u201cno regression\u201d. "
        + answers;
  }

  private static void row(HtmlTable table, Measured m) {
    table.row(
        m.name(),
        Figures.typeset(m.margin()),
        Figures.typeset(m.worstCase()),
        switch (m.result().guardrail()) {
          case PASSED -> "\u2713 PASSED";
          case VIOLATED -> "! VIOLATED";
          case OPEN -> "~ OPEN";
          case NONE -> "";
        },
        String.valueOf(m.result().blocks()));
  }
}
