package dev.proven.core.load;

/** How a request ended. */
public enum Outcome {
  /** The request returned before the deadline. */
  ANSWERED,
  /** The request threw before the deadline; its time is that until it threw. */
  FAILED,
  /** The deadline came first; its time is that until the deadline, the real one is unknown. */
  CAPPED
}
