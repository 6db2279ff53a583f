package dev.proven.postgres.setting;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * One node of a plan, as EXPLAIN in JSON shows it, planned or executed.
 *
 * @param fields all that is said of it itself
 * @param children in plan order
 */
record Node(JsonNode fields, List<Node> children) {
  /** What a plan says that does not tell how it works, but how much, or how long. */
  private static final Set<String> AMOUNTS =
      Set.of(
          "Startup Cost",
          "Total Cost",
          "Plan Rows",
          "Plan Width",
          "Output",
          "Plans",
          "Planned Partitions",
          "Workers Planned");

  static Node of(JsonNode json) {
    var children = new ArrayList<Node>();
    for (JsonNode child : json.path("Plans")) {
      children.add(of(child));
    }
    return new Node(json, List.copyOf(children));
  }

  String type() {
    return text("Node Type");
  }

  String text(String field) {
    return fields.path(field).asString("");
  }

  double number(String field) {
    return fields.path(field).asDouble(0);
  }

  /** This node and everything below it. */
  Stream<Node> all() {
    return Stream.concat(Stream.of(this), children.stream().flatMap(Node::all));
  }

  /** Whether it reads a stored table. */
  boolean scansTable() {
    return type().endsWith("Scan") && !text("Relation Name").isEmpty();
  }

  boolean isHashed() {
    return type().equals("Aggregate") && List.of("Hashed", "Mixed").contains(text("Strategy"));
  }

  /** Whether it needs memory that grows with its rows. */
  boolean usesMemory() {
    return isHashed()
        || switch (type()) {
          case "Sort", "Incremental Sort", "Hash", "Materialize", "Memoize", "WindowAgg" -> true;
          case "Bitmap Heap Scan", "CTE Scan", "SetOp", "Recursive Union", "Function Scan" -> true;
          default -> false;
        };
  }

  /** What is done and in which order, without any amount; for plans that were not executed. */
  String shape() {
    var shape = new StringBuilder();
    all().forEach(node -> shape.append(node.line()).append('\n'));
    return shape.toString();
  }

  private String line() {
    Map<String, String> said = new TreeMap<>();
    for (var field : fields.properties()) {
      if (!AMOUNTS.contains(field.getKey())) {
        said.put(field.getKey(), field.getValue().toString());
      }
    }
    return said + " " + children.size();
  }
}
