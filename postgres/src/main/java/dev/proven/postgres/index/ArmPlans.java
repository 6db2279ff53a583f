package dev.proven.postgres.index;

import dev.proven.core.Proposal;
import dev.proven.core.experiment.Part;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What differs between the plans of two arms, and which indexes take part in it. */
final class ArmPlans {
  private static final String INDEXES =
      """
      SELECT n.nspname, t.relname, pg_get_indexdef(i.indexrelid)
      FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace n ON n.oid = t.relnamespace
      WHERE n.nspname NOT IN ('pg_catalog', 'pg_toast', 'information_schema')
      """;

  private record IndexOn(TableName table, String definition) {}

  private ArmPlans() {}

  /**
   * The parts whose plans differ, and those that write to a table whose indexes differ. A part that
   * cannot be planned is taken to be affected.
   */
  static Set<String> affected(PostgresTarget a, PostgresTarget b, List<Part> parts)
      throws SQLException {
    try (var before = a.connect();
        var after = b.connect()) {
      var tables = changedTables(before, after);
      var affected = new TreeSet<String>();
      var old = a.texts().of(parts);
      var now = b.texts().of(parts);
      affected.addAll(different(before, old, after, now, tables));
      Explainer.plainPlans(before);
      Explainer.plainPlans(after);
      affected.addAll(different(before, old, after, now, tables));
      return affected;
    }
  }

  private static Set<String> different(
      Connection before,
      List<Part> sentBefore,
      Connection after,
      List<Part> sentAfter,
      Set<TableName> tables) {
    var different = new TreeSet<String>();
    for (int i = 0; i < sentBefore.size(); i++) {
      var part = sentBefore.get(i);
      try {
        var old = new Explainer(before).explain(part.text());
        var now = new Explainer(after).explain(sentAfter.get(i).text());
        boolean writes = tables.stream().anyMatch(t -> Workbook.modifies(now, t));
        if (writes || !old.shape().equals(now.shape())) {
          different.add(part.id());
        }
      } catch (SQLException e) {
        different.add(part.id());
      }
    }
    return different;
  }

  private static Set<TableName> changedTables(Connection before, Connection after)
      throws SQLException {
    var old = indexes(before);
    var now = indexes(after);
    var changed = new HashSet<IndexOn>(old);
    changed.addAll(now);
    var same = new HashSet<>(old);
    same.retainAll(now);
    changed.removeAll(same);
    var tables = new HashSet<TableName>();
    changed.forEach(i -> tables.add(i.table()));
    return tables;
  }

  private static Set<IndexOn> indexes(Connection connection) throws SQLException {
    return new HashSet<>(
        Sql.list(
            connection,
            r -> new IndexOn(new TableName(r.getString(1), r.getString(2)), r.getString(3)),
            INDEXES));
  }

  /**
   * The chosen indexes that the slower parts read by, write into, or did read by before; all, for a
   * part that can no longer be planned.
   */
  static Set<String> suspects(
      PostgresTarget unchanged,
      PostgresTarget copy,
      List<Proposal<PostgresTarget>> chosen,
      List<Part> slower)
      throws SQLException {
    var suspects = new TreeSet<String>();
    try (var before = unchanged.connect();
        var after = copy.connect()) {
      Explainer.plainPlans(before);
      Explainer.plainPlans(after);
      for (Part part : slower) {
        var old = plan(before, unchanged.texts().of(part.text()));
        var now = plan(after, copy.texts().of(part.text()));
        chosen.stream()
            .filter(p -> p.change() instanceof IndexChange i && takesPart(part, old, now, i))
            .forEach(p -> suspects.add(p.id()));
      }
    }
    return suspects;
  }

  private static Optional<PlanNode> plan(Connection connection, String sql) {
    try {
      return Optional.of(new Explainer(connection).explain(sql));
    } catch (SQLException e) {
      return Optional.empty();
    }
  }

  private static boolean takesPart(
      Part part, Optional<PlanNode> old, Optional<PlanNode> now, IndexChange change) {
    return old.isEmpty() || now.isEmpty() || takesPart(part, old.get(), now.get(), change);
  }

  private static boolean takesPart(Part part, PlanNode old, PlanNode now, IndexChange change) {
    return change.each().stream()
        .anyMatch(c ->
            switch (c) {
              case CreateIndex create ->
                  uses(now, create.name()) || WriteCost.pays(part, now, create.definition());
              case DropIndex drop -> uses(old, drop.name());
              case IndexSet set -> takesPart(part, old, now, set);
            });
  }

  private static boolean uses(PlanNode plan, String index) {
    return plan.all().anyMatch(n -> n.index().equals(index));
  }
}
