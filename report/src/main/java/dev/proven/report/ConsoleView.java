package dev.proven.report;

import dev.proven.core.evidence.Run;
import java.util.List;

/**
 * What is printed at the end of a run, at most 100 columns wide: the decision first, then each
 * change, the parts of the workload, what was not measured, and what to do next.
 *
 * @param ansi whether words may be coloured
 */
public record ConsoleView(boolean ansi) implements View {

  @Override
  public String id() {
    return "console";
  }

  @Override
  public String fileName() {
    return "report.txt";
  }

  @Override
  public String render(Run run, Decision decision) {
    var page = new Page();
    var paint = new Ansi(ansi);
    var word = "DECISION  " + decision.outcome();
    page.line(paint.outcome(decision.outcome(), word) + "  " + decision.outcome().advice());
    var findings = TargetFindings.of(run, decision);
    findings.forEach(f -> new ConsoleDecision(page, paint, f).write());
    if (!findings.isEmpty()) {
      legend(page);
    } else {
      page.item("", 2, decision.why());
    }
    findings.forEach(f -> new ConsoleChanges(page, paint, f).write());
    findings.forEach(f -> new ConsoleParts(page, paint, f).write());
    findings.forEach(f -> new ConsoleMethod(page, paint, f).write());
    end(page, paint, run, findings);
    return page.toString();
  }

  private static void legend(Page page) {
    page.blank();
    Legend.LINES.forEach(l -> page.item("", 2, l));
  }

  private static void end(Page page, Ansi paint, Run run, List<TargetFindings> findings) {
    page.blank().line(paint.bold("NEXT"));
    findings.stream()
        .flatMap(f -> NextStep.of(f, run.record()).stream())
        .distinct()
        .forEach(step -> {
          page.item("", 2, step.text());
          if (!step.command().isEmpty()) {
            page.item("", 4, step.command());
          }
        });
    page.blank();
    page.item(
        "evidence",
        10,
        Page.clean(run.record().folder())
            + "  (raw samples, "
            + "declarations, hashes in manifest.sha256)");
  }
}
