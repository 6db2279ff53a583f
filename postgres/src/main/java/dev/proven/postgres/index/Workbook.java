package dev.proven.postgres.index;

import dev.proven.core.Workload;
import dev.proven.core.experiment.Part;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the planner intends for every statement of a workload, and how the costliest of them use the
 * tables.
 *
 * @param plans by part id
 * @param refused why the planner gave no plan, by part id
 * @param costliest ids of the parts that were looked at closely
 * @param share of the whole estimated cost, times calls, that they have
 * @param catalog what is known of the tables in their plans
 * @param uses of tables by them
 * @param partitions of the database
 */
record Workbook(
    Map<String, PlanNode> plans,
    Map<String, String> refused,
    Set<String> costliest,
    double share,
    Catalog catalog,
    List<TableUse> uses,
    Partitions partitions) {

  /**
   * Plans every statement and looks at the costliest.
   *
   * @param most statements to look at closely
   */
  static Workbook read(Connection connection, Workload workload, int most) throws SQLException {
    var plans = new LinkedHashMap<String, PlanNode>();
    var refused = new LinkedHashMap<String, String>();
    var explainer = new Explainer(connection);
    var partitions = Partitions.read(connection);
    for (Part part : workload.parts()) {
      try {
        plans.put(part.id(), partitions.mark(explainer.explain(part.text())));
      } catch (SQLException e) {
        refused.put(part.id(), firstLine(e));
      }
    }
    var costs = costs(workload, plans);
    var costliest = costliest(costs, most);
    var close = new LinkedHashMap<String, PlanNode>();
    plans.forEach((id, plan) -> {
      if (costliest.contains(id)) {
        close.put(id, PlanFold.of(plan, partitions));
      }
    });
    double share = sum(costs, costliest) / Math.max(1e-9, sum(costs, plans.keySet()));
    var uses = SinglePartition.add(uses(costs, close), partitions);
    var catalog = Catalog.read(connection, tables(close, uses));
    return new Workbook(plans, refused, costliest, share, catalog, uses, partitions);
  }

  private static Map<String, Double> costs(Workload workload, Map<String, PlanNode> plans) {
    var costs = new HashMap<String, Double>();
    workload.parts().stream()
        .filter(p -> plans.containsKey(p.id()))
        .forEach(
            p -> costs.put(p.id(), Objects.requireNonNull(plans.get(p.id())).cost() * p.weight()));
    return costs;
  }

  private static Set<String> costliest(Map<String, Double> costs, int most) {
    return costs.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .limit(most)
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static double sum(Map<String, Double> costs, Collection<String> ids) {
    return ids.stream().mapToDouble(id -> costs.getOrDefault(id, 0.0)).sum();
  }

  private static String firstLine(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private static TreeSet<TableName> tables(Map<String, PlanNode> plans, List<TableUse> uses) {
    var names = new TreeSet<TableName>();
    uses.forEach(u -> names.add(u.table()));
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
  private static List<TableUse> uses(Map<String, Double> costs, Map<String, PlanNode> plans) {
    double total = 1e-9 + sum(costs, plans.keySet());
    var uses = new ArrayList<TableUse>();
    for (var plan : plans.entrySet()) {
      double cost = costs.getOrDefault(plan.getKey(), 0.0);
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
    return plan.all().anyMatch(n -> n.modifiesTable() && n.isOn(table));
  }
}
