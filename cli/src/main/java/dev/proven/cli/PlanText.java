package dev.proven.cli;

import dev.proven.core.sprint.ProposalRecord;
import dev.proven.core.sprint.TargetSprint;
import java.io.PrintWriter;

/** A plan as text for people. */
final class PlanText {
  private PlanText() {}

  static void print(PrintWriter out, TargetSprint.Plan plan, String next) {
    out.println(plan.target());
    out.println(
        "Workload: "
            + count(plan.workload().parts().size(), "statement")
            + " from "
            + plan.workload().source());
    plan.workload()
        .leftOut()
        .forEach(l -> out.println("  left out: " + l.title() + ": " + l.reason()));
    for (var diagnosis : plan.diagnoses()) {
      out.println();
      out.println(diagnosis.title());
      diagnosis.looked().forEach(l -> out.println("  looked at: " + l));
      diagnosis
          .findings()
          .forEach(f -> {
            out.println("  found: " + f.title());
            out.println("         " + f.evidence());
          });
      diagnosis.dropped().forEach(d -> out.println("  refused: " + d.title() + ": " + d.reason()));
    }
    out.println();
    if (plan.proposals().isEmpty()) {
      out.println("Nothing to propose.");
      return;
    }
    out.println(count(plan.proposals().size(), "proposal") + ", none proven yet:");
    int number = 0;
    for (var proposal : plan.proposals()) {
      print(out, ++number, proposal);
    }
    out.println();
    out.println("Nothing was changed. To prove them on a copy:  " + next);
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private static void print(PrintWriter out, int number, ProposalRecord p) {
    out.println();
    out.println(number + ". " + p.title() + "  [" + p.id() + "]");
    p.evidence().forEach(e -> out.println("   because  " + e));
    out.println("   expected " + p.expected());
    out.println("   risk     " + p.risk());
    if (!p.why().equals(ProposalRecord.ONLY_PLANNED)) {
      out.println("   NOT RUN  " + p.why());
    }
    p.script().lines().forEach(l -> out.println("   " + l));
  }
}
