package dev.proven.report;

import dev.proven.core.Json;
import dev.proven.core.evidence.Run;
import dev.proven.report.markup.Xml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * The whole report as one file that loads nothing, runs nothing, and reads well on a screen, a
 * phone and paper.
 */
public final class HtmlView implements View {
  private static final String NOTHING_IS_LOADED = "default-src 'none'; style-src 'unsafe-inline'";

  @Override
  public String id() {
    return "html";
  }

  @Override
  public String fileName() {
    return "report.html";
  }

  @Override
  public String render(Run run, Decision decision) {
    var findings = TargetFindings.of(run, decision);
    var xml = new Xml();
    xml.raw("<!DOCTYPE html>\n");
    xml.in(
        "html",
        () -> {
          xml.in("head", () -> head(xml, run, decision));
          xml.in("body", () -> body(xml, run, decision, findings));
        },
        "lang",
        "en");
    return xml.toString();
  }

  private static void head(Xml xml, Run run, Decision decision) {
    xml.empty("meta", "charset", "utf-8");
    xml.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    xml.empty("meta", "name", "color-scheme", "content", "light dark");
    xml.empty("meta", "http-equiv", "Content-Security-Policy", "content", NOTHING_IS_LOADED);
    xml.leaf("title", decision.outcome() + " \u00b7 Proven " + run.record().id());
    xml.raw("<style>\n" + css() + "</style>\n");
  }

  private static void body(Xml xml, Run run, Decision decision, List<TargetFindings> findings) {
    xml.in(
        "main",
        () -> {
          new HtmlDecision(xml, run, decision, findings).write();
          findings.forEach(f -> target(xml, run, f, findings.size() > 1));
          HtmlEvidence.write(xml, run);
        });
    xml.raw("<script type=\"application/json\" id=\"proven-record\">");
    xml.raw(embedded(run, decision)).raw("</script>\n");
  }

  private static void target(Xml xml, Run run, TargetFindings findings, boolean several) {
    if (several) {
      xml.leaf("h2.target", findings.target().name());
    }
    new HtmlFigures(xml, findings).write();
    new HtmlChanges(xml, findings).write();
    new HtmlParts(xml, findings).write();
    new HtmlGuardrails(xml, findings).write();
    new HtmlMethod(xml, run, findings).write();
    new HtmlUnmeasured(xml, findings).write();
  }

  /** No text of the record can end the element or mean anything to a parser. */
  private static String embedded(Run run, Decision decision) {
    return Json.line(ReportDocument.of(run, decision))
        .replace("&", "\\u0026")
        .replace("<", "\\u003c")
        .replace(">", "\\u003e");
  }

  private static String css() {
    try (var in = HtmlView.class.getResourceAsStream("report.css")) {
      var bytes = Objects.requireNonNull(in, "report.css").readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
