package dev.proven.postgres.whatif;

import dev.proven.core.Json;
import dev.proven.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How many different values columns have together, where somebody made CREATE STATISTICS. */
final class ExtendedGroups {
  private static final String GROUPS =
      """
      SELECT s.n_distinct::text FROM pg_stats_ext s
      WHERE s.schemaname = ? AND s.tablename = ? AND s.n_distinct IS NOT NULL
      """;

  private static final String NUMBERS =
      """
      SELECT a.attnum, a.attname FROM pg_attribute a
      WHERE a.attrelid = to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped
      """;

  private final Connection connection;

  ExtendedGroups(Connection connection) {
    this.connection = connection;
  }

  /** By the columns' names; those with an expression among them are left out. */
  Map<Set<String>, Double> of(QualifiedName table) throws SQLException {
    var texts = Sql.list(connection, r -> r.getString(1), GROUPS, table.schema(), table.name());
    if (texts.isEmpty()) {
      return Map.of();
    }
    var names = new HashMap<String, String>();
    Sql.list(connection, r -> names.put(r.getString(1), r.getString(2)), NUMBERS, table.sql());
    var groups = new HashMap<Set<String>, Double>();
    for (String text : texts) {
      for (var group : Json.mapper().readTree(text).properties()) {
        var columns =
            Stream.of(group.getKey().split(", ")).map(n -> names.getOrDefault(n, "")).toList();
        if (!columns.contains("")) {
          groups.put(columns.stream().collect(Collectors.toSet()), group.getValue().asDouble());
        }
      }
    }
    return groups;
  }
}
