package dev.proven.postgres.rewrite.catalog;

import java.util.Set;

/**
 * What the catalog promises of one column.
 *
 * @param name unquoted
 * @param type with its modifier, such as {@code character varying(25)}
 * @param baseType without modifier, and of a domain what it stands on, such as {@code integer}
 * @param notNull whether no row can hold NULL
 * @param plainEquality whether {@code =} is the type's own, built in, and compares texts byte by
 *     byte
 */
public record ColumnFacts(
    String name, String type, String baseType, boolean notNull, boolean plainEquality) {
  private static final Set<String> INTEGERS = Set.of("smallint", "integer", "bigint");
  private static final Set<String> TEXTS = Set.of("text", "character varying");
  private static final Set<String> FLOATS = Set.of("real", "double precision");

  /**
   * Whether {@code =} between the two agrees with grouping by either: then equal values of one fall
   * into one group for the other. A numeric compared with a float becomes a float first, and two
   * numerics may become the same one.
   */
  public boolean groupsLike(ColumnFacts other) {
    return plainEquality
        && other.plainEquality
        && (baseType.equals(other.baseType)
            || (isInteger() && other.isInteger())
            || (isText() && other.isText()));
  }

  public boolean isInteger() {
    return INTEGERS.contains(baseType);
  }

  public boolean isText() {
    return TEXTS.contains(baseType);
  }

  /** Whether sums depend on the order in which they are added up. */
  public boolean isFloat() {
    return FLOATS.contains(baseType);
  }
}
