package dev.proven.report;

import dev.proven.core.evidence.ExperimentEvidence;
import dev.proven.core.experiment.Arm;
import dev.proven.core.experiment.Judge;
import dev.proven.core.experiment.Sample;
import dev.proven.report.markup.Xml;
import dev.proven.report.plot.BlocksPlot;
import dev.proven.report.plot.DumbbellPlot;
import dev.proven.report.plot.EcdfPlot;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The plots of a target: what was found, and the raw data that carry it. */
record HtmlFigures(Xml xml, TargetFindings findings) {
  void write() {
    if (findings.changes().isEmpty() && findings.chosen().isEmpty()) {
      return;
    }
    xml.in(
        "section",
        () -> {
          xml.leaf("h2", "What was found");
          HtmlFigure.write(
              xml,
              Forest.of(findings),
              "All intervals side by side",
              "Every bar is an interval of the change, with its estimate; bold are the metrics of the"
                  + " chosen set. Left of zero is lower."
                  + " The dashed lines are what the cautious end of the chosen set must reach: 15 %"
                  + " for ITERATE, 30 % for GO. "
                  + findings.exploratory());
          findings.chosen().ifPresent(this::raw);
        });
  }

  private void raw(ExperimentEvidence chosen) {
    var primary = Measured.primary(chosen);
    double[][] values = Judge.values(primary.metric(), chosen.samples());
    if (values[0].length > 0) {
      HtmlFigure.write(
          xml,
          new BlocksPlot(
              "Paired blocks of the " + primary.name(),
              list(values[0]),
              list(values[1]),
              v -> quantity(v, primary)),
          "Paired blocks, " + primary.name(),
          "Each block is a fresh launch of both systems, in an order drawn by lot. Drift of the"
              + " machine moves both points of a pair; the change moves the points apart.");
    }
    parts(primary);
    distribution(chosen, primary);
  }

  private void parts(Measured primary) {
    var rows =
        Stream.concat(findings.reads().stream(), findings.writes().stream())
            .filter(r -> r.measured().result().before() > 0 && r.measured().result().after() > 0)
            .sorted(Comparator.comparingDouble(r -> -r.measured().result().before()))
            .map(HtmlFigures::row)
            .toList();
    if (!rows.isEmpty()) {
      HtmlFigure.write(
          xml,
          new DumbbellPlot("Before and after by part", rows, v -> quantity(v, primary)),
          "Each part before and after",
          "The costliest first. Hollow is the unchanged system, full the changed one; the sign at"
              + " the right says what the blocks tell. * writes; \u2020 ran into the time cap.");
    }
  }

  private static DumbbellPlot.Row row(PartRow row) {
    var m = row.measured();
    var mark = (row.part().write() ? " *" : "") + (m.capped().isEmpty() ? "" : " \u2020");
    return new DumbbellPlot.Row(
        row.part().id() + mark + " " + row.part().title(),
        Figures.typeset(m.shift().estimateText()) + "\u2002" + m.tell().glyph(),
        Styles.of(m.tell()),
        m.result().before(),
        m.result().after());
  }

  private void distribution(ExperimentEvidence chosen, Measured primary) {
    var a = raw(chosen.samples(), primary.metric().sample(), Arm.A);
    var b = raw(chosen.samples(), primary.metric().sample(), Arm.B);
    if (!a.isEmpty() && !b.isEmpty()) {
      HtmlFigure.write(
          xml,
          new EcdfPlot("Distribution before and after", a, b, v -> quantity(v, primary)),
          "All executions before and after",
          "The share of all executions, over all parts, that took at most so long: "
              + a.size()
              + " raw values of A and "
              + b.size()
              + " of B. Parts count as often as they were run here, not as often as they are called.");
    }
  }

  private static List<Double> raw(List<Sample> samples, String name, Arm arm) {
    return samples.stream()
        .filter(s ->
            s.block() != Sample.REFERENCE
                && s.arm() == arm
                && s.name().equals(name)
                && s.value() > 0)
        .map(Sample::value)
        .toList();
  }

  private static List<Double> list(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  private static String quantity(double value, Measured m) {
    return Figures.tick(value, m.metric().unit());
  }
}
