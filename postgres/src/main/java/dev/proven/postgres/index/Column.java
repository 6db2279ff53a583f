package dev.proven.postgres.index;

/**
 * A column as the catalog and its statistics know it.
 *
 * @param name unquoted
 * @param type name of its type, for a domain of the type below it
 * @param sortable whether its type has a default btree operator class
 * @param prefixOrder whether LIKE with a constant beginning can use a plain btree index on it
 * @param distinct how many different values it has; 0 where nothing is known
 * @param width average bytes of a value
 * @param nulls share of the rows in which it is NULL; 0 where nothing is known
 * @param correlation of the order of values with that of rows, -1 to 1
 */
record Column(
    String name,
    String type,
    boolean sortable,
    boolean prefixOrder,
    double distinct,
    double width,
    double nulls,
    double correlation) {

  /** Whether comparing the column cast to that type is comparing the column itself. */
  boolean isSameAs(String cast) {
    return cast.isEmpty()
        || cast.equals(type)
        || (type.equals("character varying") && cast.equals("text"));
  }
}
