package dev.proven.postgres.index;

import dev.proven.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Real indexes that stand on a private copy of a database, of which any subset can be shown: the
 * others are dropped in a transaction that is rolled back. So each index is made once, however many
 * sets are tried, and the planner sees true sizes.
 */
final class Shelf {
  private final Connection connection;
  private final Explainer explainer;
  private final Set<CreateIndex> standing = new LinkedHashSet<>();

  Shelf(Connection connection) {
    this.connection = connection;
    this.explainer = new Explainer(connection);
  }

  /** What is done while only some of the indexes can be seen. */
  @FunctionalInterface
  interface Work<V> {
    V of(Connection connection) throws SQLException;
  }

  /** From now on this index stands. */
  void add(CreateIndex index) {
    standing.add(index);
  }

  /** Works where only these indexes exist beside those of the database; rolls all back. */
  <V> V showing(Set<CreateIndex> visible, Work<V> work) throws SQLException {
    connection.setAutoCommit(false);
    try {
      drop(standing.stream().filter(i -> !visible.contains(i)).toList());
      return work.of(connection);
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  /** What the planner intends for these statements where only these indexes exist. */
  Map<String, PlanNode> plans(Set<CreateIndex> visible, Map<String, String> statements)
      throws SQLException {
    return showing(
        visible,
        _ -> {
          var plans = new HashMap<String, PlanNode>();
          for (var statement : statements.entrySet()) {
            plans.put(statement.getKey(), explainer.explain(statement.getValue()));
          }
          return plans;
        });
  }

  private void drop(List<CreateIndex> hidden) throws SQLException {
    if (!hidden.isEmpty()) {
      var names = hidden.stream().map(i -> Sql.identifier(i.schema(), i.name())).toList();
      Sql.execute(connection, "DROP INDEX " + String.join(", ", names));
    }
  }

  /** Its bytes on disk. */
  long bytes(CreateIndex index) throws SQLException {
    var name = Sql.identifier(index.schema(), index.name());
    return Sql.number(connection, "SELECT pg_relation_size(?::regclass)", name);
  }
}
