package dev.proven.report;

import dev.proven.report.markup.Xml;
import java.util.List;

/** The workload part by part under the chosen set; what writes stands apart. */
record HtmlParts(Xml xml, TargetFindings findings) {
  private static final List<String> COLUMNS =
      List.of("part", "", "before>", "after>", "change>", "interval>", "says", "capped slots");

  void write() {
    if (findings.reads().isEmpty() && findings.writes().isEmpty()) {
      return;
    }
    xml.in(
        "section",
        () -> {
          xml.leaf("h2", "The workload, part by part");
          xml.leaf(
              "p",
              "Under the chosen set, one execution each. A part that ran into the time cap is"
                  + " counted at the cap: on the unchanged system that only understates the gain.");
          table("Parts that read", findings.reads());
          table("Parts that write, with the cost that was accepted beforehand", findings.writes());
        });
  }

  private void table(String caption, List<PartRow> rows) {
    if (rows.isEmpty()) {
      return;
    }
    var table = new HtmlTable(xml, caption, COLUMNS);
    table.write(() -> rows.forEach(r -> row(table, r)));
  }

  private static void row(HtmlTable table, PartRow row) {
    var m = row.measured();
    var says = row.words();
    table.row(
        row.part().id(),
        row.part().title(),
        Figures.typeset(m.before()),
        Figures.typeset(m.after()),
        Figures.typeset(m.shift().estimateText()),
        Figures.typeset(m.shift().intervalText()),
        m.tell().sign() + " " + says,
        m.capped());
  }
}
