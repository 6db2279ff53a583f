package dev.proven.report;

import dev.proven.core.evidence.ExperimentEvidence;

/** The part of the console that says what was decided on a target, and on which figures. */
record ConsoleDecision(Page page, Ansi paint, TargetFindings findings) {
  private static final String NOT_THE_TARGET = "where   ";

  void write() {
    var decision = findings.decision();
    page.blank();
    page.line(paint.bold(Page.clean(findings.target().name())));
    var word = "  " + decision.outcome() + "  ";
    page.styled(
        paint.outcome(decision.outcome(), word), word.length(), word.length(), decision.why());
    findings.provenOn().ifPresent(label -> page.item("  " + NOT_THE_TARGET, 10, label + "."));
    findings.chosen().ifPresent(this::figures);
    if (!findings.capped().isEmpty()) {
      page.item(
          "  capped  ",
          10,
          String.join(
                  ", ",
                  findings.capped().stream()
                      .map(r -> r.part().id() + " (" + r.measured().capped() + ")")
                      .toList())
              + " ran into the time cap and are counted at it; on the unchanged system that only"
              + " understates the gain.");
    }
  }

  private void figures(ExperimentEvidence chosen) {
    var verdict = chosen.judgement().verdict();
    var name =
        "chosen set of "
            + findings.target().chosen().size()
            + ", "
            + Figures.count(chosen.judgement().blocks(), "block");
    page.blank();
    page.line("    " + Page.fit(name, 28) + ConsoleTable.HEAD);
    for (var m : findings.headline()) {
      page.line(
          "  "
              + paint.tell(m.tell(), m.tell().sign())
              + " "
              + Page.fit(m.name(), 28)
              + ConsoleTable.figures(paint, m));
    }
    var label = "  " + verdict.sign() + " " + verdict.label() + "  ";
    page.styled(
        paint.verdict(verdict, label),
        label.length(),
        label.length(),
        chosen.judgement().why() + findings.provenOnSuffix());
  }
}
