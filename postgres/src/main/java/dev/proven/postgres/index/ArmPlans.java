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
      var partitions = Partitions.read(before);
      var affected = new TreeSet<String>();
      var old = a.texts().of(parts);
      var now = b.texts().of(parts);
      affected.addAll(different(before, old, after, now, tables, partitions));
      Explainer.plainPlans(before);
      Explainer.plainPlans(after);
      affected.addAll(different(before, old, after, now, tables, partitions));
      return affected;
    }
  }

  private static Set<String> different(
      Connection before,
      List<Part> sentBefore,
      Connection after,
      List<Part> sentAfter,
      Set<TableName> tables,
      Partitions partitions) {
    var different = new TreeSet<String>();
    for (int i = 0; i < sentBefore.size(); i++) {
      var part = sentBefore.get(i);
      try {
        var old = new Explainer(before).explain(part.text());
        var now = partitions.mark(new Explainer(after).explain(sentAfter.get(i).text()));
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
      var partitions = Partitions.read(after);
      for (Part part : slower) {
        var old = plan(before, unchanged.texts().of(part.text()));
        var now = plan(after, copy.texts().of(part.text())).map(partitions::mark);
        for (var proposal : chosen) {
          if (proposal.change() instanceof IndexChange change
              && takesPart(part, old, before, now, after, change)) {
            suspects.add(proposal.id());
          }
        }
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

  /** What can be planned on one arm alone may be the fault of any change. */
  private static boolean takesPart(
      Part part,
      Optional<PlanNode> old,
      Connection before,
      Optional<PlanNode> now,
      Connection after,
      IndexChange change)
      throws SQLException {
    return old.isEmpty()
        || now.isEmpty()
        || new Seen(part, old.get(), before, now.get(), after).takesPart(change);
  }

  /** A part as it is planned on both arms. */
  private record Seen(Part part, PlanNode old, Connection before, PlanNode now, Connection after) {
    private boolean takesPart(IndexChange change) throws SQLException {
      for (var one : change.each()) {
        boolean takes =
            switch (one) {
              case CreateIndex c ->
                  WriteCost.pays(part, now, c.definition())
                      || uses(now, after, c.on().schema(), c.name());
              case DropIndex d -> uses(old, before, d.table().schema(), d.name());
              case IndexSet set -> takesPart(set);
            };
        if (takes) {
          return true;
        }
      }
      return false;
    }

    private static boolean uses(PlanNode plan, Connection connection, String schema, String index)
        throws SQLException {
      var names = ShownNames.of(connection, Sql.identifier(schema, index));
      return plan.all().anyMatch(n -> names.contains(n.index()));
    }
  }
}
