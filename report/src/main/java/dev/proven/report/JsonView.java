package dev.proven.report;

import dev.proven.core.Json;
import dev.proven.core.evidence.Run;

/** The decision and every figure as one JSON document; {@link ReportDocument} names its fields. */
public final class JsonView implements View {
  @Override
  public String id() {
    return "json";
  }

  @Override
  public String fileName() {
    return "report.json";
  }

  @Override
  public String render(Run run, Decision decision) {
    return Json.pretty(ReportDocument.of(run, decision));
  }
}
