package dev.proven.postgres.rewrite.catalog;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table, view or the like with what the catalog promises of it. A view promises nothing but its
 * columns, and so does a table whose rows may stand in children of their own.
 *
 * @param oid of the relation
 * @param schema unquoted
 * @param name unquoted
 * @param columns by name, in their order
 * @param keys columns of which no two rows can have the same non-null values
 * @param foreignKeys validated ones
 * @param checks expressions of its CHECK constraints
 * @param rowSecurity whether policies hide rows from some roles
 */
public record Relation(
    long oid,
    String schema,
    String name,
    Map<String, ColumnFacts> columns,
    List<List<String>> keys,
    List<ForeignKey> foreignKeys,
    List<String> checks,
    boolean rowSecurity) {
  public Relation {
    columns = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    keys = List.copyOf(keys);
    foreignKeys = List.copyOf(foreignKeys);
    checks = List.copyOf(checks);
  }

  /** The column of that name, empty where there is none. */
  public Optional<ColumnFacts> column(String column) {
    return Optional.ofNullable(columns.get(column));
  }

  /** Whether no two rows can be alike in these columns. */
  public boolean isKey(java.util.Collection<String> some) {
    return keys.stream().anyMatch(k -> some.containsAll(k) && k.stream().allMatch(this::neverNull));
  }

  private boolean neverNull(String column) {
    return column(column).map(ColumnFacts::notNull).orElse(false);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Relation r && r.oid == oid;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(oid);
  }

  @Override
  public String toString() {
    return schema + "." + name;
  }
}
