package dev.proven.core;

import dev.proven.core.experiment.Standing;

/** What a person who waits is told; never part of the result. */
public interface Progress {
  /** A new stage of the run begins. */
  void stage(String text);

  /** Something worth a line of its own. */
  void note(String text);

  /** An experiment has come a step further. */
  void experiment(Standing standing);

  /** Tells nothing. */
  static Progress silent() {
    return new Progress() {
      @Override
      public void stage(String text) {}

      @Override
      public void note(String text) {}

      @Override
      public void experiment(Standing standing) {}
    };
  }
}
