package dev.proven.postgres.index;

/**
 * A column of one occurrence of a table in a plan.
 *
 * @param alias of the occurrence, unique in its plan, unquoted
 * @param column unquoted
 */
public record ColumnRef(String alias, String column) {}
