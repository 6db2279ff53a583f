package dev.proven.report;

import dev.proven.core.experiment.Metric.Direction;
import dev.proven.core.experiment.Metric.Scale;
import dev.proven.core.experiment.Threshold;
import dev.proven.report.plot.ForestPlot;
import dev.proven.report.plot.Mark;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts the intervals of a target into one plot: the chosen set first, then each change. */
final class Forest {
  private Forest() {}

  static ForestPlot of(TargetFindings findings) {
    var rows = new ArrayList<ForestPlot.Row>();
    findings
        .chosen()
        .ifPresent(e -> {
          findings.headline().stream().filter(Forest::drawable).forEach(m -> rows.add(row(m)));
        });
    findings.changes().forEach(c -> rows.add(row(c)));
    return new ForestPlot("Intervals of all changes", rows, thresholds(findings));
  }

  private static boolean drawable(Measured m) {
    return m.metric().scale() == Scale.RATIO;
  }

  private static ForestPlot.Row row(Measured m) {
    var look = new Look(Styles.of(m.tell()), Styles.mark(m.tell()), true);
    return row("Set, " + m.name(), m, look);
  }

  private static ForestPlot.Row row(ChangeRow change) {
    var verdict = change.verdict();
    var look = new Look(Styles.of(verdict), Styles.mark(verdict), false);
    var label = verdict.sign() + " " + change.proposal().id();
    return change
        .primary()
        .filter(Forest::drawable)
        .map(m -> row(label, m, look))
        .orElseGet(
            () -> new ForestPlot.Row(label, "not run", look.style, look.mark, false, List.of()));
  }

  /** What a row looks like. */
  private record Look(String style, Mark mark, boolean strong) {}

  private static ForestPlot.Row row(String label, Measured m, Look look) {
    var shift = m.shift();
    var bounds =
        shift.bounded()
            ? List.of(shift.estimate(), shift.lower(), shift.upper())
            : List.<Double>of();
    var figure = Figures.typeset(shift.text());
    return new ForestPlot.Row(label, figure, look.style, look.mark, look.strong, bounds);
  }

  private static List<ForestPlot.Threshold> thresholds(TargetFindings findings) {
    Optional<Measured> first =
        findings.headline().stream()
            .findFirst()
            .or(() -> findings.changes().stream().flatMap(c -> c.primary().stream()).findFirst());
    boolean higher = first.filter(m -> m.metric().direction() == Direction.HIGHER).isPresent();
    double sign = higher ? 1 : -1;
    return List.of(
        new ForestPlot.Threshold(sign * Threshold.ITERATE, "ITERATE 15 %"),
        new ForestPlot.Threshold(sign * Threshold.GO, "GO 30 %"));
  }
}
