package dev.proven.core.watch;

import java.util.Collection;
import java.util.Map;

/** The record that a target keeps of its own work: how often each statement ran, and how long. */
public interface LoadMeter extends AutoCloseable {
  /**
   * Everything that is recorded, cumulative.
   *
   * @throws Exception if the target does not answer at the moment; a later call may succeed
   */
  Reading read() throws Exception;

  /** What these statements are; one that is no longer recorded, or is Proven's own, is missing. */
  Map<String, Statement> describe(Collection<String> ids) throws Exception;

  @Override
  void close();
}
