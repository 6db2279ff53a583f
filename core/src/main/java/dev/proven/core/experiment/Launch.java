package dev.proven.core.experiment;

/**
 * One arm, freshly started: a new process, container, session or connection, whatever starting
 * means in its domain. It lives for one block.
 */
public interface Launch extends AutoCloseable {
  /**
   * Does the part's work once and reports what was seen. Work that fails by itself is reported as a
   * failure, and one that only the changed system has is a wrong answer; where the system itself is
   * gone, that is an exception and ends the run. Work that runs past the slot's cap is cut off and
   * reported as capped.
   */
  Observation run(Part part, Slot slot) throws Exception;

  @Override
  void close();
}
