package dev.proven.postgres.index;

import java.util.Set;

/**
 * A condition on one bare column that a btree index could answer.
 *
 * @param column what is compared
 * @param cast the type the column is cast to, or empty
 * @param access how it is compared
 * @param others aliases on the other side; empty for constants
 * @param text the whole condition
 * @param rows that come out of the node which checks it, as estimated
 */
record Term(
    ColumnRef column, String cast, Access access, Set<String> others, String text, double rows) {

  /** The same, with the text of the condition and the rows that its node lets through. */
  Term of(String whole, double nodeRows) {
    return new Term(column, cast, access, others, whole, nodeRows);
  }

  /** How a column is compared. */
  enum Access {
    /** With one constant. */
    EQUAL,
    /** With a list of constants. */
    MEMBER,
    /** With a column of another table, for equality. */
    JOIN,
    /** By {@code < <= > >=}. */
    RANGE,
    /** By LIKE with a constant beginning. */
    PREFIX
  }
}
