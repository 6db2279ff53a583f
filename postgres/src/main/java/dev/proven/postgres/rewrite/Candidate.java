package dev.proven.postgres.rewrite;

import dev.proven.postgres.rewrite.sql.Writer;

/**
 * Another text for a statement.
 *
 * @param original what was read
 * @param derivation how the text came about
 * @param cost by the planner's estimate
 */
record Candidate(Understood original, Derivation derivation, double cost) {
  String text() {
    return Writer.text(derivation.query());
  }

  /** Of the original's cost. */
  double ratio() {
    return cost / Math.max(original.cost(), 1e-9);
  }

  String part() {
    return original.part().id();
  }
}
