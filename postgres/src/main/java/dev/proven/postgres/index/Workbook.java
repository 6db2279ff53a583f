package dev.proven.postgres.index;

import dev.proven.core.Workload;
import dev.proven.core.experiment.Part;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * What the planner intends for every statement of a workload, and how that uses the tables.
 *
 * @param plans by part id
 * @param refused why the planner gave no plan, by part id
 * @param catalog what is known of the tables in the plans
 * @param uses of tables by statements
 */
record Workbook(
    Map<String, PlanNode> plans,
    Map<String, String> refused,
    Catalog catalog,
    List<TableUse> uses) {

  static Workbook read(Connection connection, Workload workload) throws SQLException {
    var plans = new LinkedHashMap<String, PlanNode>();
    var refused = new LinkedHashMap<String, String>();
    var explainer = new Explainer(connection);
    for (Part part : workload.parts()) {
      try {
        plans.put(part.id(), explainer.explain(part.text()));
      } catch (SQLException e) {
        refused.put(part.id(), firstLine(e));
      }
    }
    var catalog = Catalog.read(connection, tables(plans));
    return new Workbook(plans, refused, catalog, uses(workload, plans));
  }

  private static String firstLine(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private static TreeSet<TableName> tables(Map<String, PlanNode> plans) {
    var names = new TreeSet<TableName>();
    plans.values().stream()
        .flatMap(PlanNode::all)
        .map(PlanNode::table)
        .filter(t -> !t.name().isEmpty())
        .forEach(names::add);
    return names;
  }

  /**
   * Half of a statement's importance is its share of the estimated cost, times calls; the other
   * half is the same for all, so that one outlier does not hide the rest.
   */
  private static List<TableUse> uses(Workload workload, Map<String, PlanNode> plans) {
    double total = 1e-9;
    for (var plan : plans.entrySet()) {
      total += plan.getValue().cost() * workload.part(plan.getKey()).weight();
    }
    var uses = new ArrayList<TableUse>();
    for (var plan : plans.entrySet()) {
      double cost = plan.getValue().cost() * workload.part(plan.getKey()).weight();
      double importance = 0.5 * cost / total + 0.5 / plans.size();
      uses.addAll(PlanReader.uses(plan.getKey(), importance, plan.getValue()));
    }
    return uses;
  }

  /** The plan of a part that the planner accepted. */
  PlanNode plan(String part) {
    return Objects.requireNonNull(plans.get(part));
  }

  /** Whether a plan changes rows of that table. */
  static boolean modifies(PlanNode plan, TableName table) {
    return plan.all().anyMatch(n -> n.modifiesTable() && n.table().equals(table));
  }
}
