package dev.proven.postgres.whatif;

import dev.proven.postgres.Sql;

/**
 * A table or an index by its schema and name, unquoted.
 *
 * @param schema as the catalog spells it
 * @param name as the catalog spells it
 */
public record QualifiedName(String schema, String name) {
  /** For SQL. */
  public String sql() {
    return Sql.identifier(schema, name);
  }
}
