package dev.proven.report;

/** The columns that all tables on the console share. */
final class ConsoleTable {
  static final String HEAD =
      Page.right("before", 11) + Page.right("after", 11) + "  change [interval]";

  private ConsoleTable() {}

  /** Before, after, the change and what was capped. */
  static String figures(Ansi paint, Measured m) {
    return Page.right(m.before(), 11)
        + Page.right(m.after(), 11)
        + "  "
        + paint.tell(m.tell(), Page.fit(m.shift().text(), 26))
        + (m.capped().isEmpty() ? "" : "capped");
  }
}
