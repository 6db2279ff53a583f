package dev.proven.report;

import java.util.List;

/** The part of the console with the workload, part by part, under the chosen set. */
record ConsoleParts(Page page, Ansi paint, TargetFindings findings) {
  private static final int NAME = 34;

  void write() {
    table("WORKLOAD, READS", findings.reads());
    table("WORKLOAD, WRITES", findings.writes());
    leftOut();
  }

  private void table(String title, List<PartRow> rows) {
    if (rows.isEmpty()) {
      return;
    }
    page.blank().line(paint.bold(Page.fit(title, NAME + 4)) + ConsoleTable.HEAD);
    for (var row : rows) {
      var m = row.measured();
      var name = row.part().id() + " " + row.part().title();
      page.line(
          "  "
              + paint.tell(m.tell(), m.tell().sign())
              + " "
              + Page.fit(name, NAME)
              + ConsoleTable.figures(paint, m));
      if (row.part().write() || m.tell() == Tell.WORSE) {
        page.item("", 6, note(row));
      }
    }
  }

  private static String note(PartRow row) {
    var m = row.measured();
    var words = m.tell() == Tell.ACCEPTED ? row.words() : "accepted up to " + m.margin();
    return words + "; at worst " + m.worstCase() + "; guardrail " + m.result().guardrail();
  }

  private void leftOut() {
    if (!findings.target().leftOut().isEmpty()) {
      page.blank().line(paint.bold("LEFT OUT OF THE WORKLOAD"));
    }
    findings.target().leftOut().forEach(l -> page.item("  - ", 4, l.title() + ": " + l.reason()));
  }
}
