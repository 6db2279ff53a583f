package dev.proven.report;

import dev.proven.core.evidence.Run;
import dev.proven.core.sprint.TargetRecord;
import dev.proven.report.markup.Xml;

/** Where the raw data lie, and how a third party recomputes every figure from them. */
final class HtmlEvidence {
  private HtmlEvidence() {}

  static void write(Xml xml, Run run) {
    var folder = run.record().folder();
    xml.in(
        "section",
        () -> {
          xml.leaf("h2", "Evidence");
          xml.in(
              "p",
              () ->
                  xml.text("The folder ")
                      .leaf("code", folder)
                      .text(" holds every raw value, what was declared before the first one, and ")
                      .leaf("code", "manifest.sha256")
                      .text(", the SHA-256 of each file. This recomputes every figure from them:"));
          xml.in(
              "pre",
              () -> xml.leaf("code", "proven verify " + Shell.word(folder)),
              "tabindex",
              "0");
          xml.in("ul.files", () -> files(xml, run));
          xml.leaf(
              "p.meta",
              "Made by Proven "
                  + run.record().proven()
                  + ". This page loads nothing and runs nothing;"
                  + " the figures are also in it as JSON (element proven-record).");
        });
  }

  private static void files(Xml xml, Run run) {
    xml.in("li", () -> xml.leaf("code", "run.json").text(" the record of the run"));
    xml.in("li", () -> xml.leaf("code", "journal.jsonl").text(" every undo, before its change"));
    run.record().targets().stream()
        .map(TargetRecord::experiments)
        .flatMap(f -> f.stream())
        .forEach(f ->
            xml.in("li", () -> xml.leaf("code", f + "/").text(" declaration, samples, judgement")));
  }
}
