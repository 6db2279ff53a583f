package dev.proven.core.simulation;

/** One cause of noise: it moves the logarithm of every request's latency along the time axis. */
interface Source {
  /** What is added to the log latency of the next request; one request is one tick of time. */
  double next();

  /** A process starts anew. */
  default void launch() {}
}
