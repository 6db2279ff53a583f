package dev.proven.postgres.statistics;

import dev.proven.postgres.Sql;
import java.util.Set;

/**
 * What a condition is about: a bare column of a table, or an expression over its columns.
 *
 * @param sql a column unquoted, an expression with columns by their names alone
 * @param isExpression which of both it is
 * @param columns that it mentions, unquoted
 */
record Subject(String sql, boolean isExpression, Set<String> columns)
    implements Comparable<Subject> {
  Subject {
    columns = Set.copyOf(columns);
  }

  static Subject column(String name) {
    return new Subject(name, false, Set.of(name));
  }

  /** As it stands in SQL. */
  String quoted() {
    return isExpression ? "(" + sql + ")" : Sql.identifier(sql);
  }

  @Override
  public int compareTo(Subject other) {
    return quoted().compareTo(other.quoted());
  }

  @Override
  public String toString() {
    return sql;
  }
}
