package dev.proven.postgres.index;

import dev.proven.postgres.Sql;

/**
 * A table by its schema and name, unquoted.
 *
 * @param schema as the catalog spells it
 * @param name as the catalog spells it
 */
public record TableName(String schema, String name) implements Comparable<TableName> {
  static final TableName NONE = new TableName("", "");

  /** For SQL. */
  public String quoted() {
    return Sql.identifier(schema, name);
  }

  @Override
  public int compareTo(TableName other) {
    return toString().compareTo(other.toString());
  }

  /** For people: the schema only where it is not the usual one. */
  @Override
  public String toString() {
    return schema.equals("public") || schema.isEmpty() ? name : schema + "." + name;
  }
}
