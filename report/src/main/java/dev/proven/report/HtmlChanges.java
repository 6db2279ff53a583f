package dev.proven.report;

import dev.proven.core.experiment.Verdict;
import dev.proven.report.markup.Xml;

/** A section for each change: what, before, after, interval, verdict, why, and its script. */
record HtmlChanges(Xml xml, TargetFindings findings) {
  void write() {
    xml.in(
        "section",
        () -> {
          xml.leaf("h2", "The changes");
          if (findings.changes().isEmpty()) {
            xml.leaf("p", "No change was proposed.");
          }
          findings.changes().forEach(this::change);
        });
  }

  private void change(ChangeRow row) {
    xml.in(
        "article.change." + Styles.of(row.verdict()),
        () -> {
          xml.in(
              "h3",
              () -> {
                badge(xml, row.verdict());
                xml.text(" " + row.proposal().id());
                if (row.proposal().chosen()) {
                  xml.text(" ").leaf("span.tag", "in the chosen set");
                }
              });
          xml.leaf("p", row.proposal().title());
          row.primary().ifPresent(this::figures);
          facts(row);
          xml.in("pre", () -> xml.leaf("code", row.proposal().script().strip()), "tabindex", "0");
        });
  }

  /** Sign and word of a verdict. */
  static void badge(Xml xml, Verdict verdict) {
    xml.leaf("span.badge." + Styles.of(verdict), verdict.sign() + "\u00a0" + verdict.label());
  }

  private void figures(Measured m) {
    xml.in(
        "p.figures",
        () -> {
          xml.leaf(
              "span",
              m.name()
                  + " "
                  + Figures.typeset(m.before())
                  + " \u2192 "
                  + Figures.typeset(m.after()));
          xml.leaf("strong", Figures.typeset(m.shift().estimateText()));
          xml.leaf("span", Figures.typeset(m.shift().intervalText()));
          xml.leaf("span", Figures.count(m.result().blocks(), "block"));
          if (!m.capped().isEmpty()) {
            xml.leaf("span", "capped: " + m.capped());
          }
        });
  }

  private void facts(ChangeRow row) {
    var p = row.proposal();
    xml.in(
        "dl",
        () -> {
          fact("Why", (p.why() + " " + row.stillNeeded()).strip());
          if (row.experiment().isPresent()) {
            findings.provenOn().ifPresent(label -> fact("Where", label));
          }
          p.evidence().forEach(e -> fact("Evidence", e));
          fact("Expected", p.expected());
          fact("Risk", p.risk());
          row.experiment()
              .ifPresent(e ->
                  fact(
                      "Declaration",
                      e.folder() + ", SHA-256 " + Pilot.hint(e.declaration().hash()) + "\u2026"));
        });
  }

  private void fact(String name, String text) {
    if (!text.isBlank()) {
      xml.leaf("dt", name).leaf("dd", text);
    }
  }
}
