package dev.proven.report;

import dev.proven.core.Screening;
import dev.proven.core.experiment.Verdict;
import dev.proven.core.sprint.DiagnosisRecord;

/** The part of the console with one block for each change, and the proposals without one. */
record ConsoleChanges(Page page, Ansi paint, TargetFindings findings) {
  private static final int INDENT = 14;

  void write() {
    if (findings.changes().isEmpty()) {
      page.blank().item("", 0, "No change was proposed for " + findings.target().name() + ".");
    } else {
      page.blank().line(paint.bold("CHANGES"));
      page.item("", 2, findings.exploratory());
      findings.changes().forEach(this::change);
    }
    for (var diagnosis : findings.target().diagnoses()) {
      dropped(diagnosis);
    }
  }

  private void change(ChangeRow row) {
    var p = row.proposal();
    var verdict = row.verdict();
    var label = "  " + verdict.sign() + " " + verdict.label() + " ";
    page.blank();
    page.styled(
        paint.verdict(verdict, label),
        label.length(),
        18,
        p.id() + (p.chosen() ? "  (in the chosen set)" : ""));
    item("what", p.title());
    row.primary().ifPresent(this::measured);
    item("why", why(row));
    if (row.experiment().isPresent()) {
      findings.provenOn().ifPresent(where -> item("where", where));
    }
    item("expected", p.expected());
    item("risk", p.risk());
    page.verbatim("    script", INDENT, p.script());
  }

  private void measured(Measured m) {
    item(
        "measured",
        m.name()
            + " "
            + m.before()
            + " -> "
            + m.after()
            + ",  "
            + m.shift().text()
            + ", "
            + Figures.count(m.result().blocks(), "block")
            + (m.capped().isEmpty() ? "" : ", capped " + m.capped()));
  }

  private static String why(ChangeRow row) {
    return (row.proposal().why() + " " + row.stillNeeded()).strip();
  }

  private void item(String label, String text) {
    if (!text.isBlank()) {
      page.item("    " + label, INDENT, text);
    }
  }

  private void dropped(DiagnosisRecord diagnosis) {
    if (!diagnosis.dropped().isEmpty()) {
      page.blank()
          .line(paint.bold("PROPOSALS WITHOUT AN EXPERIMENT") + "  " + diagnosis.optimizer());
    }
    for (Screening.Dropped d : diagnosis.dropped()) {
      page.item(
          "  " + Verdict.NOT_RUN.sign() + " ", 4, d.id() + "  " + d.title() + ": " + d.reason());
    }
  }
}
