package dev.proven.report;

import dev.proven.core.evidence.Run;
import dev.proven.report.markup.Xml;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A run as JUnit XML (the format of Ant, Surefire and Jenkins): a suite for each target, a case for
 * the chosen set, each proposal, each guardrail and for the target being left as it was. What
 * regressed in the set failed; what regressed by itself, was not run or is not decided is skipped,
 * with the reason.
 */
public final class JunitView implements View {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  @Override
  public String id() {
    return "junit";
  }

  @Override
  public String fileName() {
    return "junit.xml";
  }

  @Override
  public String render(Run run, Decision decision) {
    var suites = TargetFindings.of(run, decision).stream().map(JunitSuite::of).toList();
    var all = suites.stream().flatMap(s -> s.cases().stream()).toList();
    var seconds =
        Duration.between(run.record().started(), run.record().finished()).toMillis() / 1000.0;
    var xml = new Xml();
    xml.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.in(
        "testsuites",
        () -> suites.forEach(s -> suite(xml, run, s)),
        "name",
        "proven " + run.record().id(),
        "tests",
        all.size(),
        "failures",
        JunitSuite.failures(all),
        "errors",
        0,
        "time",
        String.format(Locale.ROOT, "%.3f", seconds));
    return xml.toString();
  }

  private static void suite(Xml xml, Run run, JunitSuite suite) {
    xml.in(
        "testsuite",
        () -> {
          xml.in("properties", () -> properties(xml, run, suite));
          suite.cases().forEach(c -> testcase(xml, suite.name(), c));
        },
        "name",
        suite.name(),
        "tests",
        suite.cases().size(),
        "failures",
        JunitSuite.failures(suite.cases()),
        "errors",
        0,
        "skipped",
        JunitSuite.skipped(suite.cases()),
        "time",
        "0",
        "timestamp",
        STAMP.format(run.record().started()),
        "hostname",
        run.record().machine().getOrDefault("host", "localhost"));
  }

  private static void properties(Xml xml, Run run, JunitSuite suite) {
    property(xml, "decision", suite.decision());
    property(xml, "why", suite.why());
    property(xml, "run", run.record().id());
    suite.hashes().forEach(h -> property(xml, "declaration", h));
  }

  private static void property(Xml xml, String name, String value) {
    xml.empty("property", "name", name, "value", value);
  }

  private static void testcase(Xml xml, String suite, JunitSuite.Case c) {
    xml.in(
        "testcase",
        () -> {
          switch (c.result()) {
            case FAILED ->
                xml.leaf("failure", c.message(), "message", c.message(), "type", c.type());
            case SKIPPED -> xml.empty("skipped", "message", c.message());
            case PASSED -> xml.leaf("system-out", c.message());
          }
        },
        "classname",
        suite + "." + c.group(),
        "name",
        c.name(),
        "time",
        "0");
  }
}
