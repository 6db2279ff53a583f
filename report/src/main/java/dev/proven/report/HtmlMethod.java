package dev.proven.report;

import dev.proven.core.evidence.ExperimentEvidence;
import dev.proven.core.evidence.Run;
import dev.proven.report.markup.Xml;
import java.util.List;
import java.util.Map;

/** How it was measured: what was declared, the noise of the machine, the environment. */
record HtmlMethod(Xml xml, Run run, TargetFindings findings) {
  void write() {
    xml.in(
        "section",
        () -> {
          xml.leaf("h2", "How it was measured");
          xml.in("dl", this::facts);
          experiments();
          xml.in("details", this::environment);
        });
  }

  private void facts() {
    var target = findings.target();
    fact(
        "Workload",
        Figures.count(target.parts().size(), "part") + " from " + target.workloadSource());
    fact("Noise", Pilot.sentence(target.pilot()) + ".");
    findings.chosen().ifPresent(this::declared);
    fact("Left behind", leftBehind());
    target.notes().forEach(n -> fact("Note", n));
  }

  private String leftBehind() {
    var target = findings.target();
    return findings.leftAsItWas()
        ? "Nothing: the fingerprint of the target is the same before and after, "
            + target.fingerprintBefore()
        : "SOMETHING: the fingerprint was "
            + target.fingerprintBefore()
            + " before and is "
            + target.fingerprintAfter()
            + " after. Take it back with: proven undo";
  }

  private void declared(ExperimentEvidence e) {
    var d = e.declaration();
    fact("Launch", d.testbed().launch());
    fact("Carry-over", d.testbed().carryOver());
    fact("Looks", Looks.sentence(d));
    fact("Seed", String.valueOf(d.seed()));
    fact("Declaration", d.hash());
    if (!d.provenRefused().isEmpty()) {
      fact("Refused", d.provenRefused());
    }
  }

  private void fact(String name, String text) {
    xml.leaf("dt", name).leaf("dd", text);
  }

  private void experiments() {
    var folders = findings.target().experiments();
    if (folders.isEmpty()) {
      return;
    }
    var table =
        new HtmlTable(
            xml,
            "All experiments",
            List.of("folder", "verdict", "blocks>", "raw values>", "declaration (SHA-256)"));
    table.write(() -> folders.forEach(f -> row(table, run.experiment(f))));
  }

  private static void row(HtmlTable table, ExperimentEvidence e) {
    table.row(
        e.folder(),
        e.declaration().change().isEmpty()
            ? "A against A"
            : e.judgement().verdict().sign() + " " + e.judgement().verdict().label(),
        e.judgement().blocks() + " of " + e.declaration().blocks(),
        String.valueOf(e.samples().size()),
        e.declaration().hash());
  }

  private void environment() {
    xml.leaf("summary", "Environment");
    var table = new HtmlTable(xml, "Machine and target", List.of("what", "value"));
    table.write(() -> {
      rows(table, run.record().machine());
      rows(table, findings.target().environment());
    });
  }

  private static void rows(HtmlTable table, Map<String, String> facts) {
    facts.forEach((name, value) -> table.row(name, value));
  }
}
