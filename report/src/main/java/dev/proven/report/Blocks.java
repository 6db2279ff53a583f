package dev.proven.report;

import dev.proven.core.experiment.Judgement;

/** How many blocks there were, and how many more it would take, in words. */
final class Blocks {
  private Blocks() {}

  /** A sentence; the estimate may be unknown. */
  static String stillNeeded(Judgement judgement) {
    int more = judgement.blocksStillNeeded();
    if (more == 0) {
      return "";
    }
    return more < 0
        ? "How many more blocks it would take cannot be estimated."
        : "About " + Figures.count(more, "more block") + " would be needed.";
  }
}
