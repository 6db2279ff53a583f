package dev.proven.report;

import dev.proven.core.experiment.Verdict;
import dev.proven.report.markup.Xml;
import java.util.ArrayList;
import java.util.List;

/** What was not measured and why; nothing is dropped in silence. */
record HtmlUnmeasured(Xml xml, TargetFindings findings) {
  private record Item(String what, String why) {}

  void write() {
    var items = items();
    if (items.isEmpty()) {
      return;
    }
    xml.in(
        "section",
        () -> {
          xml.leaf("h2", "What was not measured");
          xml.in("ul", () -> items.forEach(this::item));
        });
  }

  private void item(Item item) {
    xml.in("li", () -> xml.leaf("strong", item.what).text(" " + item.why));
  }

  private List<Item> items() {
    var target = findings.target();
    var items = new ArrayList<Item>();
    target.leftOut().forEach(l -> items.add(new Item("Work: " + l.title() + ".", l.reason())));
    findings.changes().stream()
        .filter(c -> c.verdict() == Verdict.NOT_RUN)
        .forEach(
            c -> items.add(new Item("Proposal: " + c.proposal().id() + ".", c.proposal().why())));
    target.diagnoses().stream()
        .flatMap(d -> d.dropped().stream())
        .forEach(d -> items.add(new Item("Proposal: " + d.title() + ".", d.reason())));
    target
        .pilot()
        .unstableAnswers()
        .forEach(p ->
            items.add(
                new Item(
                    "Answers of " + p + ".",
                    "They vary by themselves and are not compared; its guardrail is time alone.")));
    return items;
  }
}
