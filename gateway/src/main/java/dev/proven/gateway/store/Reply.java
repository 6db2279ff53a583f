package dev.proven.gateway.store;

/** What came of a command. */
sealed interface Reply<T> {
  /** An answer; {@code nil} is empty. */
  record Got<T>(java.util.Optional<T> value) implements Reply<T> {}

  /**
   * Redis refused it, as it does with values of another type, a full memory or a wrong password.
   */
  record Refused<T>() implements Reply<T> {}

  /** It was not sent, or nothing came in time; it may have been done all the same. */
  record Away<T>() implements Reply<T> {}
}
