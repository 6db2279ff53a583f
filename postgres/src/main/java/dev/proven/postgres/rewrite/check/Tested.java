package dev.proven.postgres.rewrite.check;

/** What trying a rewritten text on generated databases came to. */
public sealed interface Tested {
  /**
   * Nothing told the two texts apart.
   *
   * @param databases that both answered
   * @param telling of them those with another answer than empty tables have
   * @param redrawn of them those with other constants
   */
  record Alike(int databases, int telling, int redrawn) implements Tested {}

  /** A database tells them apart. */
  record Refuted(String counterexample) implements Tested {}

  /** The databases could not be made, or were not answered. */
  record Impossible(String reason) implements Tested {}
}
