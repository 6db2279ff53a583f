package dev.proven.report;

import dev.proven.core.experiment.Metric.Direction;
import dev.proven.core.experiment.Metric.Scale;
import dev.proven.core.experiment.Verdict;
import dev.proven.report.plot.ForestPlot;
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
          var verdict = e.judgement().verdict();
          findings.headline().stream()
              .filter(Forest::drawable)
              .forEach(m -> rows.add(row("Chosen set, " + m.name(), verdict, m, true)));
        });
    findings.changes().forEach(c -> rows.add(row(c)));
    return new ForestPlot("Intervals of all changes", rows, thresholds(findings));
  }

  private static boolean drawable(Measured m) {
    return m.metric().scale() == Scale.RATIO;
  }

  private static ForestPlot.Row row(ChangeRow change) {
    var primary = change.primary().filter(Forest::drawable);
    var verdict = change.verdict();
    var label = verdict.sign() + " " + change.proposal().id();
    return primary.isPresent()
        ? row(label, verdict, primary.get(), false)
        : new ForestPlot.Row(
            label, "not run", Styles.of(verdict), Styles.mark(verdict), false, List.of());
  }

  private static ForestPlot.Row row(String label, Verdict verdict, Measured m, boolean strong) {
    var shift = m.shift();
    var bounds =
        shift.bounded()
            ? List.of(shift.estimate(), shift.lower(), shift.upper())
            : List.<Double>of();
    return new ForestPlot.Row(
        label,
        Figures.typeset(shift.text()),
        Styles.of(verdict),
        Styles.mark(verdict),
        strong,
        bounds);
  }

  private static List<ForestPlot.Threshold> thresholds(TargetFindings findings) {
    Optional<Measured> first =
        findings.headline().stream()
            .findFirst()
            .or(() -> findings.changes().stream().flatMap(c -> c.primary().stream()).findFirst());
    boolean higher = first.filter(m -> m.metric().direction() == Direction.HIGHER).isPresent();
    double sign = higher ? 1 : -1;
    return List.of(
        new ForestPlot.Threshold(sign * Rule.ITERATE, "ITERATE 15 %"),
        new ForestPlot.Threshold(sign * Rule.GO, "GO 30 %"));
  }
}
