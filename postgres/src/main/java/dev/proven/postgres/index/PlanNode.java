package dev.proven.postgres.index;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * One node of a plan, as {@code EXPLAIN (VERBOSE, FORMAT JSON)} shows it.
 *
 * @param type such as {@code Seq Scan}
 * @param relationship to its parent: {@code Outer}, {@code Inner}, {@code SubPlan}, {@code
 *     InitPlan}, {@code Member}, {@code Subquery}; empty for the top
 * @param table what is scanned or modified, or {@link TableName#NONE}
 * @param alias unique in the plan, unquoted; empty where no table is scanned
 * @param index its name, or empty
 * @param cost the planner's total cost of one execution
 * @param rows the planner's estimate of the rows that come out of one execution
 * @param texts conditions, keys and outputs by their label, as text
 * @param children in plan order
 * @param on the tables whose indexes matter here: the table and, of a partition, what it belongs to
 */
public record PlanNode(
    String type,
    String relationship,
    TableName table,
    String alias,
    String index,
    double cost,
    double rows,
    Map<String, List<String>> texts,
    List<PlanNode> children,
    Set<TableName> on) {

  /** Labels whose value says how the node works, beside its conditions and keys. */
  private static final List<String> WORDS =
      List.of("Join Type", "Strategy", "Scan Direction", "Operation", "Subplan Name", "CTE Name");

  static PlanNode of(JsonNode json) {
    var texts = new HashMap<String, List<String>>();
    for (var field : json.properties()) {
      boolean condition = field.getKey().matches(".*(Cond|Filter|Key|Keys|Output)$");
      if (condition || WORDS.contains(field.getKey())) {
        texts.put(field.getKey(), strings(field.getValue()));
      }
    }
    var children = new ArrayList<PlanNode>();
    for (JsonNode child : json.path("Plans")) {
      children.add(of(child));
    }
    var table = new TableName(text(json, "Schema"), text(json, "Relation Name"));
    return new PlanNode(
        text(json, "Node Type"),
        text(json, "Parent Relationship"),
        table,
        text(json, "Alias"),
        text(json, "Index Name"),
        json.path("Total Cost").asDouble(0),
        json.path("Plan Rows").asDouble(0),
        Map.copyOf(texts),
        List.copyOf(children),
        Set.of(table));
  }

  /** The same with other children, and what is known of the tables whose indexes matter to it. */
  PlanNode with(Set<TableName> tables, List<PlanNode> others) {
    return new PlanNode(
        type, relationship, table, alias, index, cost, rows, texts, List.copyOf(others), tables);
  }

  private static String text(JsonNode json, String field) {
    return json.path(field).asString("");
  }

  private static List<String> strings(JsonNode value) {
    return value.isArray()
        ? value.valueStream().map(v -> v.asString("")).toList()
        : List.of(value.asString(""));
  }

  /** This node and everything below it. */
  public Stream<PlanNode> all() {
    return Stream.concat(Stream.of(this), children.stream().flatMap(PlanNode::all));
  }

  /** The lines under that label, or none. */
  public List<String> lines(String label) {
    return texts.getOrDefault(label, List.of());
  }

  /** The same on another table. */
  PlanNode at(TableName other) {
    return new PlanNode(type, relationship, other, alias, index, cost, rows, texts, children, on);
  }

  /** The same in another relationship to its parent. */
  PlanNode related(String other) {
    return new PlanNode(type, other, table, alias, index, cost, rows, texts, children, on);
  }

  /** The same by another name and in other words. */
  PlanNode named(String name, Map<String, List<String>> words) {
    return new PlanNode(
        type, relationship, table, name, index, cost, rows, Map.copyOf(words), children, on);
  }

  /** The same with so many times the cost and the rows. */
  PlanNode scaled(double costs, double many) {
    return new PlanNode(
        type, relationship, table, alias, index, costs * cost, many * rows, texts, children, on);
  }

  /** Whether an index of that table matters here. */
  boolean isOn(TableName other) {
    return on.contains(other);
  }

  /** Whether a stored table is read here. */
  public boolean scansTable() {
    return type.endsWith("Scan") && !table.name().isEmpty();
  }

  boolean modifiesTable() {
    return type.equals("ModifyTable");
  }

  boolean isSubPlan() {
    return relationship.equals("SubPlan");
  }

  /** Its name as a sub-plan, such as {@code SubPlan 1}. */
  String name() {
    return String.join("", lines("Subplan Name"));
  }

  /** Whether one of its conditions or outputs holds that word by itself. */
  boolean mentions(String word) {
    var whole = Pattern.compile(Pattern.quote(word) + "\\b");
    return texts.values().stream().flatMap(List::stream).anyMatch(l -> whole.matcher(l).find());
  }

  /** What is done and in which order, without any number that differs from run to run. */
  public String shape() {
    var shape = new StringBuilder();
    all().forEach(node -> shape.append(node.line()).append('\n'));
    return shape.toString();
  }

  private String line() {
    var sorted = new TreeMap<>(texts);
    sorted.remove("Output");
    var count = String.valueOf(children.size());
    return String.join(
        "|", type, relationship, table.toString(), alias, index, sorted.toString(), count);
  }
}
