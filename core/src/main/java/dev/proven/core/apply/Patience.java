package dev.proven.core.apply;

import java.time.Duration;

/**
 * How long a change in a target that is in use may wait and work.
 *
 * @param lock how long one lock, or a transaction in the way, is waited for
 * @param statement how long one statement may take
 * @param attempts how often it is tried while a lock is not to be had, at least 1
 */
public record Patience(Duration lock, Duration statement, int attempts) {
  /** Half a minute for a lock, two hours for a statement, three attempts. */
  public static Patience standard() {
    return new Patience(Duration.ofSeconds(30), Duration.ofHours(2), 3);
  }
}
