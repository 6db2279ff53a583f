package dev.proven.report;

/** The part of the console that says how it was measured, and how finely. */
record ConsoleMethod(Page page, Ansi paint, TargetFindings findings) {
  void write() {
    var target = findings.target();
    page.blank().line(paint.bold("HOW IT WAS MEASURED"));
    item("target", target.kind() + "  " + target.name());
    item(
        "workload",
        Figures.count(target.parts().size(), "part") + " from " + target.workloadSource());
    item("noise", Pilot.sentence(target.pilot()));
    findings
        .chosen()
        .ifPresent(e -> {
          item("declared", e.declaration().hash());
          item("launch", e.declaration().testbed().launch());
          item("reset", e.declaration().testbed().carryOver());
        });
    item(
        "undone",
        findings.leftAsItWas()
            ? "everything; the target's fingerprint is the same before and after ("
                + Pilot.hint(target.fingerprintBefore())
                + ")"
            : "NOT EVERYTHING: the fingerprint differs, "
                + Pilot.hint(target.fingerprintBefore())
                + " before and "
                + Pilot.hint(target.fingerprintAfter())
                + " after. Run: proven undo");
    target.notes().forEach(n -> item("note", n));
  }

  private void item(String label, String text) {
    page.item("  " + label, 14, text);
  }
}
