package dev.proven.core.load;

import java.time.Duration;

/** Looks at the threads that a driver has used. */
final class Threads {
  private Threads() {}

  /** Whether it has ended; its executor lets go of it some microseconds earlier. */
  static boolean hasEnded(Thread thread) {
    try {
      return thread.join(Duration.ofMillis(500));
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }
}
