package dev.proven.postgres.index;

import dev.proven.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which tables are partitions of which. Plans show the partitions, and an index on a partitioned
 * table is on all of them.
 *
 * @param above what each partition belongs to, the nearest first
 * @param below all that belongs to each partitioned table, on every level
 */
record Partitions(Map<TableName, List<TableName>> above, Map<TableName, Set<TableName>> below) {
  static final Partitions NONE = new Partitions(Map.of(), Map.of());

  private static final String READ =
      """
      SELECT n.nspname, c.relname, pn.nspname, p.relname
      FROM pg_inherits h
      JOIN pg_class c ON c.oid = h.inhrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_class p ON p.oid = h.inhparent JOIN pg_namespace pn ON pn.oid = p.relnamespace
      WHERE c.relispartition AND c.relkind IN ('r', 'p', 'f')
      """;

  /** Those of a database. */
  static Partitions read(Connection connection) throws SQLException {
    var parents = new LinkedHashMap<TableName, TableName>();
    Sql.list(
        connection,
        r ->
            parents.put(
                new TableName(r.getString(1), r.getString(2)),
                new TableName(r.getString(3), r.getString(4))),
        READ);
    return of(parents);
  }

  /** From the table that each partition belongs to directly. */
  static Partitions of(Map<TableName, TableName> parents) {
    var above = new HashMap<TableName, List<TableName>>();
    var below = new HashMap<TableName, Set<TableName>>();
    for (TableName part : parents.keySet()) {
      var chain = new ArrayList<TableName>();
      for (var t = parents.get(part); t != null; t = parents.get(t)) {
        chain.add(t);
        below.computeIfAbsent(t, _ -> new HashSet<>()).add(part);
      }
      above.put(part, List.copyOf(chain));
    }
    return new Partitions(above, below);
  }

  /** The partitioned table that it belongs to in the end; itself where it is no partition. */
  TableName root(TableName table) {
    var chain = above.getOrDefault(table, List.of());
    return chain.isEmpty() ? table : chain.getLast();
  }

  boolean isPart(TableName table) {
    return above.containsKey(table);
  }

  /** Whether it holds rows itself and belongs to a partitioned table. */
  boolean isLeaf(TableName table) {
    return isPart(table) && !below.containsKey(table);
  }

  /** The same plan, of which each node knows the tables whose indexes matter to it. */
  PlanNode mark(PlanNode node) {
    return node.with(on(node), node.children().stream().map(this::mark).toList());
  }

  /** A row that is written into a partitioned table goes into any of its parts. */
  private Set<TableName> on(PlanNode node) {
    var all = new HashSet<>(node.on());
    all.addAll(above.getOrDefault(node.table(), List.of()));
    if (node.modifiesTable()) {
      all.addAll(below.getOrDefault(node.table(), Set.of()));
    }
    return Set.copyOf(all);
  }
}
