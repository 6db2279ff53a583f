package dev.proven.postgres.whatif;

import dev.proven.postgres.Sql;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An index by what it holds, without a name. Two are equal if the server could use one wherever it
 * could use the other: included columns have no order, an index and the same read backwards are
 * one, and only a btree keeps an order at all.
 *
 * @param schema of the table, unquoted
 * @param table unquoted
 * @param method how it is organised
 * @param keys one to {@value #MOST_KEYS}, the first ascending
 * @param include columns that are stored and not searched, unquoted, sorted
 * @param predicate which rows it holds, as SQL over unqualified columns; empty for all
 */
public record IndexDefinition(
    String schema,
    String table,
    IndexMethod method,
    List<IndexKey> keys,
    List<String> include,
    String predicate) {
  /** The server would take 32; more than four have never paid. */
  public static final int MOST_KEYS = 4;

  public IndexDefinition {
    if (keys.isEmpty() || keys.size() > MOST_KEYS) {
      throw new IllegalArgumentException("an index has one to four keys, not " + keys.size());
    }
    keys = canonical(method, keys);
    include = include.stream().distinct().sorted().toList();
    predicate = SqlSpelling.of(predicate);
    if (method != IndexMethod.BTREE && !include.isEmpty()) {
      throw new IllegalArgumentException(method.sql() + " includes no columns");
    }
  }

  private static List<IndexKey> canonical(IndexMethod method, List<IndexKey> keys) {
    if (method != IndexMethod.BTREE) {
      return keys.stream().map(k -> k.ordered(false, false)).toList();
    }
    return keys.getFirst().descending()
        ? keys.stream().map(IndexKey::reversed).toList()
        : List.copyOf(keys);
  }

  /** A btree over all rows. */
  public static IndexDefinition btree(String schema, String table, List<IndexKey> keys) {
    return new IndexDefinition(schema, table, IndexMethod.BTREE, keys, List.of(), "");
  }

  /** A btree over all rows on bare columns in their usual order. */
  public static IndexDefinition btree(String schema, String table, String... columns) {
    return btree(schema, table, List.of(columns).stream().map(IndexKey::column).toList());
  }

  /** Whether the other one begins as this does, over the same rows, and holds more. */
  public boolean isNarrowerThan(IndexDefinition other) {
    return !equals(other)
        && schema.equals(other.schema)
        && table.equals(other.table)
        && method == other.method
        && predicate.equals(other.predicate)
        && keys.size() <= other.keys.size()
        && keys.equals(other.keys.subList(0, keys.size()))
        && other.include.containsAll(include);
  }

  /** The same with these columns included. */
  public IndexDefinition including(List<String> columns) {
    return new IndexDefinition(schema, table, method, keys, columns, predicate);
  }

  /** The same over the rows for which that holds. */
  public IndexDefinition where(String condition) {
    return new IndexDefinition(schema, table, method, keys, include, condition);
  }

  /** The same on another table, such as a part of a partitioned one. */
  IndexDefinition on(QualifiedName other) {
    return new IndexDefinition(other.schema(), other.name(), method, keys, include, predicate);
  }

  /** The statement that makes it, with every identifier quoted and without a semicolon. */
  public String create(String name) {
    return "CREATE INDEX " + Sql.identifier(name) + " ON " + body();
  }

  /** What stands behind ON in the statement that makes it; the same for equal definitions. */
  public String body() {
    return Sql.identifier(schema, table) + " " + behindTable();
  }

  /** What stands behind the table in the statement that makes it. */
  public String behindTable() {
    var text = new StringBuilder();
    if (method != IndexMethod.BTREE) {
      text.append("USING ").append(method.sql()).append(' ');
    }
    text.append(keys.stream().map(IndexKey::sql).collect(Collectors.joining(", ", "(", ")")));
    if (!include.isEmpty()) {
      text.append(
          include.stream()
              .map(Sql::identifier)
              .collect(Collectors.joining(", ", " INCLUDE (", ")")));
    }
    return text + (predicate.isEmpty() ? "" : " WHERE " + predicate);
  }

  /** The names of the key columns; an expression is left out. */
  public List<String> columns() {
    return keys.stream()
        .map(IndexKey::subject)
        .filter(IndexKey.Column.class::isInstance)
        .map(s -> ((IndexKey.Column) s).name())
        .toList();
  }
}
