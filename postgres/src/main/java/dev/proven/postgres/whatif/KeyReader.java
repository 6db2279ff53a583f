package dev.proven.postgres.whatif;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;

/** The statistics of index keys, of columns and of expressions over them. */
final class KeyReader {
  private final ExpressionStatistics expressions;

  KeyReader(Connection connection) {
    this.expressions = new ExpressionStatistics(connection);
  }

  KeyStatistics of(TableStatistics table, IndexKey key) throws SQLException {
    return statistics(table, key).asKey(table.rows());
  }

  ColumnStatistics statistics(TableStatistics table, IndexKey key) throws SQLException {
    return switch (key.subject()) {
      case IndexKey.Column column -> named(table, column.name());
      case IndexKey.Expression expression -> expression(table, expression);
    };
  }

  ColumnStatistics expression(TableStatistics table, IndexKey.Expression expression)
      throws SQLException {
    return expressions.of(table, expression.text());
  }

  KeyStatistics column(TableStatistics table, String name) {
    return named(table, name).asKey(table.rows());
  }

  private static ColumnStatistics named(TableStatistics table, String name) {
    var column = table.columns().get(name);
    return Objects.requireNonNull(column, () -> table.name() + " has no column " + name);
  }
}
