package dev.proven.report;

import dev.proven.report.markup.Xml;
import java.util.List;

/** The workload part by part under the chosen set; what writes stands apart. */
record HtmlParts(Xml xml, TargetFindings findings) {
  private static final List<String> COLUMNS =
      List.of("part", "", "before>", "after>", "change>", "interval>", "says");

  void write() {
    if (findings.reads().isEmpty() && findings.writes().isEmpty()) {
      return;
    }
    xml.in(
        "section",
        () -> {
          xml.leaf("h2", "The workload, part by part");
          xml.leaf("p", "Under the chosen set, one execution each." + capped());
          table("Parts that read", findings.reads());
          table("Parts that write", findings.writes());
          accepted();
        });
  }

  private String capped() {
    var capped = findings.capped().stream().map(r -> r.part().id() + ", " + r.measured().capped());
    return findings.capped().isEmpty()
        ? ""
        : " Parts with \u2020 ran into the time cap ("
            + String.join("; ", capped.toList())
            + ") and are counted at the cap: on the unchanged system that only understates the"
            + " gain.";
  }

  private void table(String caption, List<PartRow> rows) {
    if (!rows.isEmpty()) {
      var table = new HtmlTable(xml, caption, COLUMNS);
      table.write(() -> rows.forEach(r -> row(table, r)));
    }
  }

  private static void row(HtmlTable table, PartRow row) {
    var m = row.measured();
    table.row(
        row.part().id() + (m.capped().isEmpty() ? "" : "\u00a0\u2020"),
        row.part().title(),
        Figures.typeset(m.before()),
        Figures.typeset(m.after()),
        Figures.typeset(m.shift().estimateText()),
        Figures.typeset(m.shift().intervalText()),
        m.tell().glyph() + "\u00a0" + m.tell().word().replace(' ', '\u00a0'));
  }

  /** A cost within its margin is not silent: each is said in a sentence. */
  private void accepted() {
    if (findings.writes().isEmpty()) {
      return;
    }
    var sentences =
        findings.writes().stream()
            .map(r ->
                r.measured().tell() == Tell.ACCEPTED
                    ? r.part().id() + " " + r.words() + "."
                    : r.part().id()
                        + ": up to "
                        + r.measured().margin()
                        + " is accepted, at worst it costs "
                        + r.measured().worstCase()
                        + ".")
            .toList();
    xml.leaf("p.meta", String.join(" ", sentences));
  }
}
