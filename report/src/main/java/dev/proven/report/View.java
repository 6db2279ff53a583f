package dev.proven.report;

import dev.proven.core.evidence.Run;

/** One way of showing a run; a pure function of the run and its decision. */
public interface View {
  /** The name on the command line, such as {@code html}. */
  String id();

  /** The file in the run's folder, such as {@code report.html}. */
  String fileName();

  /** The whole content of that file. */
  String render(Run run, Decision decision);
}
