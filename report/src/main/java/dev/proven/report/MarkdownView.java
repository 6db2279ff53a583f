package dev.proven.report;

import dev.proven.core.evidence.Run;
import java.util.List;
import java.util.stream.Stream;

/** A comment for a pull request: the decision and the changes in view, all else folded. */
public final class MarkdownView implements View {
  @Override
  public String id() {
    return "md";
  }

  @Override
  public String fileName() {
    return "report.md";
  }

  @Override
  public String render(Run run, Decision decision) {
    var out = new StringBuilder();
    out.append("## Proven: ").append(decision.outcome()).append("\n\n");
    var findings = TargetFindings.of(run, decision);
    if (findings.isEmpty()) {
      out.append(Markdown.text(decision.why())).append("\n\n");
    }
    findings.forEach(f -> target(out, f));
    out.append("<sub>").append(Markdown.text(String.join(" ", Legend.LINES))).append("</sub>\n\n");
    out.append("Run ")
        .append(Markdown.text(run.record().id()))
        .append(", ")
        .append(Figures.minute(run.record().started()))
        .append(". Recompute every figure: `proven verify ")
        .append(Shell.word(run.record().folder()).replace("`", ""))
        .append("`\n");
    return out.toString();
  }

  private static void target(StringBuilder out, TargetFindings f) {
    out.append("**").append(f.decision().outcome()).append("** \u00b7 ");
    out.append(Markdown.text(f.target().name())).append("  \n");
    out.append(Markdown.text(f.decision().why())).append("\n\n");
    f.provenOn().ifPresent(l -> out.append("**").append(Markdown.text(l)).append("**\n\n"));
    headline(out, f);
    changes(out, f);
    folded(out, "Workload, part by part", parts(f));
    folded(out, "Scripts of the chosen set", scripts(f));
    folded(out, "How it was measured, and what was not", method(f));
  }

  private static void headline(StringBuilder out, TargetFindings f) {
    if (f.headline().isEmpty()) {
      return;
    }
    out.append(Markdown.head("chosen set", "before:", "after:", "change:"));
    f.headline().forEach(m -> out.append(metric(m, m.name())));
    out.append('\n');
  }

  private static String metric(Measured m, String name) {
    return Markdown.row(
        m.tell().sign().replace("+", "\\+") + " " + Markdown.text(name),
        m.before(),
        m.after(),
        Markdown.text(m.shift().text()) + (m.capped().isEmpty() ? "" : " capped"));
  }

  private static void changes(StringBuilder out, TargetFindings f) {
    if (f.changes().isEmpty()) {
      return;
    }
    out.append(Markdown.head("verdict", "change", "before:", "after:", "effect:", "chosen"));
    for (var c : f.changes()) {
      out.append(
          Markdown.row(
              Markdown.text(c.verdict().sign()) + " " + c.verdict().label(),
              Markdown.text(c.proposal().id()),
              c.primary().map(Measured::before).orElse(""),
              c.primary().map(Measured::after).orElse(""),
              c.primary().map(m -> Markdown.text(m.shift().text())).orElse("not run"),
              c.proposal().chosen() ? "yes" : ""));
    }
    out.append('\n').append(Markdown.text(f.exploratory())).append("\n\n");
    f.changes().forEach(c -> out.append(why(f, c)));
    out.append('\n');
  }

  private static String why(TargetFindings f, ChangeRow c) {
    var where = c.experiment().isPresent() ? f.provenOnSuffix() : "";
    return "- "
        + Markdown.text(
                (c.proposal().id() + ": " + c.proposal().why() + " " + c.stillNeeded()).strip()
                    + where)
            .strip()
        + "\n";
  }

  private static void folded(StringBuilder out, String title, String body) {
    if (!body.isBlank()) {
      out.append("<details><summary>").append(title).append("</summary>\n\n");
      out.append(body).append("\n</details>\n\n");
    }
  }

  private static String parts(TargetFindings f) {
    var rows = Stream.concat(f.reads().stream(), f.writes().stream()).toList();
    if (rows.isEmpty()) {
      return "";
    }
    var out = new StringBuilder(Markdown.head("part", "before:", "after:", "change:"));
    rows.forEach(r -> out.append(metric(r.measured(), r.part().id())));
    out.append('\n');
    f.writes().forEach(r -> out.append("- ").append(write(r)).append('\n'));
    return out.toString();
  }

  private static String write(PartRow r) {
    var words =
        r.measured().tell() == Tell.ACCEPTED
            ? r.words()
            : r.words() + ", a cost up to " + r.measured().margin() + " is accepted";
    return Markdown.text(r.part().id() + " writes: " + words);
  }

  private static String scripts(TargetFindings f) {
    var chosen =
        f.changes().stream().filter(c -> c.proposal().chosen()).map(c -> c.proposal().script());
    var code = String.join("\n", chosen.map(String::strip).toList());
    return code.isEmpty() ? "" : Markdown.block("sql", code);
  }

  private static String method(TargetFindings f) {
    var t = f.target();
    var lines =
        Stream.of(
                Stream.of("Noise: " + Pilot.sentence(t.pilot())),
                f.chosen().stream().map(e -> "Declaration: " + e.declaration().hash()),
                f.capped().stream()
                    .map(r -> r.part().id() + " ran into the time cap: " + r.measured().capped()),
                t.leftOut().stream().map(l -> "Left out: " + l.title() + ": " + l.reason()),
                t.diagnoses().stream()
                    .flatMap(d -> d.dropped().stream())
                    .map(d -> "No experiment: " + d.title() + ": " + d.reason()),
                Stream.of("Left as it was: " + (f.leftAsItWas() ? "yes" : "NO")),
                t.notes().stream())
            .flatMap(s -> s)
            .map(s -> "- " + Markdown.text(s))
            .toList();
    return String.join("\n", List.copyOf(lines)) + "\n";
  }
}
