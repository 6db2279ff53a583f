package dev.proven.report;

import dev.proven.core.evidence.Run;
import dev.proven.core.experiment.Metric.Role;
import dev.proven.report.Decision.OfTarget;
import dev.proven.report.markup.Xml;
import java.util.List;
import java.util.Locale;

/** The head of the page: what it is about, and the decision with the figures that carry it. */
record HtmlDecision(Xml xml, Run run, Decision decision, List<TargetFindings> findings) {
  void write() {
    xml.in("header", this::header);
    for (var f : findings) {
      xml.in("section.decision." + css(f.decision()), () -> card(f), "aria-label", "Decision");
    }
    if (findings.isEmpty()) {
      xml.in("section.decision.underpowered", this::nothing, "aria-label", "Decision");
    }
    xml.leaf("p.reading", Legend.typeset());
  }

  private static String css(OfTarget target) {
    return target.outcome().name().toLowerCase(Locale.ROOT);
  }

  private void header() {
    var record = run.record();
    xml.leaf("p.brand", "Proven \u00b7 report of an experiment");
    xml.leaf("h1", title());
    xml.leaf(
        "p.meta",
        "Run "
            + record.id()
            + " \u00b7 "
            + Figures.minute(record.started())
            + " \u00b7 took "
            + Figures.lasted(record.started(), record.finished())
            + " \u00b7 "
            + record.command());
  }

  private String title() {
    return findings.isEmpty()
        ? "No target"
        : String.join(", ", findings.stream().map(f -> f.target().name()).toList());
  }

  private void nothing() {
    xml.leaf("p.outcome", decision.outcome().name());
    xml.leaf("p.why", decision.why());
  }

  private void card(TargetFindings f) {
    if (findings.size() > 1) {
      xml.leaf("p.about", f.target().name());
    }
    xml.in(
        "p.outcome",
        () ->
            xml.leaf("strong", f.decision().outcome().name())
                .text(" ")
                .leaf("span", f.decision().outcome().advice()));
    xml.leaf("p.why", f.decision().why());
    f.provenOn().ifPresent(label -> xml.in("p.why", () -> xml.leaf("strong", label + ".")));
    if (!f.headline().isEmpty()) {
      xml.in("div.tiles", () -> f.headline().forEach(this::tile));
    }
    f.chosen()
        .ifPresent(e ->
            xml.leaf(
                "p.basis",
                "Measured on the chosen set of "
                    + f.target().chosen().size()
                    + ": "
                    + Figures.count(e.judgement().blocks(), "paired block")
                    + ", "
                    + e.judgement().verdict().sign()
                    + " "
                    + e.judgement().verdict().label()
                    + ". "
                    + e.judgement().why()
                    + f.provenOnSuffix()));
    steps(f);
  }

  private void tile(Measured m) {
    xml.in(
        "div.tile",
        () -> {
          xml.leaf("p.name", m.name() + (m.metric().role() == Role.PRIMARY ? " (primary)" : ""));
          xml.leaf("p.value", Figures.typeset(m.shift().estimateText()));
          xml.leaf("p.interval", Figures.typeset(m.shift().intervalText()));
          xml.leaf("p.says." + Styles.of(m.tell()), m.tell().glyph() + " " + m.tell().word());
          xml.leaf(
              "p.values", Figures.typeset(m.before()) + " \u2192 " + Figures.typeset(m.after()));
        });
  }

  private void steps(TargetFindings f) {
    xml.in(
        "p.next",
        () -> {
          xml.leaf("strong", "Next: ");
          for (var step : NextStep.of(f, run.record())) {
            xml.text(step.text() + " ");
            if (!step.command().isEmpty()) {
              xml.leaf("code", step.command()).text(" ");
            }
          }
        });
  }
}
