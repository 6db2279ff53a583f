package dev.proven.report;

/** The columns that all tables on the console share. */
final class ConsoleTable {
  static final String HEAD =
      Page.right("before", 11) + Page.right("after", 11) + "  change [interval]";

  private ConsoleTable() {}

  /** Before, after, the change and whether anything was capped. */
  static String figures(Ansi paint, Measured m) {
    var shift = m.shift().text();
    var capped =
        m.capped().isEmpty() ? "" : " ".repeat(Math.max(1, 26 - shift.length())) + "capped";
    return Page.right(m.before(), 11)
        + Page.right(m.after(), 11)
        + "  "
        + paint.tell(m.tell(), shift)
        + capped;
  }
}
