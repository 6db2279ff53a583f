package dev.proven.cli;

import dev.proven.core.apply.AppliedRecord;
import dev.proven.core.apply.Enactment;
import dev.proven.core.apply.Planned;
import java.io.PrintWriter;
import java.util.List;

/** What apply is about to do, and has done, for people. */
final class ApplyText {
  private ApplyText() {}

  static void plan(PrintWriter out, String target, List<Planned> plan, List<String> warnings) {
    out.println("Changes to " + target);
    plan.forEach(p -> planned(out, p));
    warnings.forEach(w -> out.println("! " + w));
    out.flush();
  }

  private static void planned(PrintWriter out, Planned planned) {
    out.println();
    out.println(planned.proposal() + "  " + planned.title());
    switch (planned.enactment()) {
      case Enactment.ByProven p -> {
        lines(out, "  + ", p.script());
        lines(out, "    undo: ", p.undo());
        p.notes().forEach(n -> lines(out, "    ", n));
      }
      case Enactment.ByHand h -> {
        lines(out, "  by hand: ", h.instruction());
        h.files()
            .forEach((name, text) -> {
              out.println("    " + name);
              lines(out, "    | ", text);
            });
      }
      case Enactment.AlreadyThere a -> lines(out, "  = ", a.why());
      case Enactment.Refused r -> {
        lines(out, "  - refused: ", r.why());
        lines(out, "    ", r.advice());
      }
    }
  }

  /** The first line behind the label, the others below it. */
  private static void lines(PrintWriter out, String label, String text) {
    var margin = label;
    for (var line : text.strip().lines().toList()) {
      out.println(margin + line.replaceAll("\\p{Cntrl}", " "));
      margin = label.endsWith("| ") ? label : " ".repeat(label.length());
    }
  }

  static void done(PrintWriter out, ApplyResult result) {
    for (var made : result.changes()) {
      out.println(word(made.outcome()) + "  " + made.proposal());
      lines(out, "  ", made.script());
      made.files().forEach(f -> out.println("  " + result.folder() + "/" + f));
      made.notes().forEach(n -> lines(out, "  ", n));
    }
    result.next().forEach(out::println);
    out.flush();
  }

  private static String word(AppliedRecord.Outcome outcome) {
    return switch (outcome) {
      case MADE -> "made          ";
      case ALREADY_THERE -> "already there ";
      case BY_HAND -> "by hand       ";
    };
  }
}
