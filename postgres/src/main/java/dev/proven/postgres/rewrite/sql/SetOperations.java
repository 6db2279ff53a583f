package dev.proven.postgres.rewrite.sql;

import java.util.ArrayList;
import java.util.List;

/** Brings the parser's flat list of operands into a tree: INTERSECT binds before the others. */
final class SetOperations {
  private SetOperations() {}

  static Query of(List<Query> operands, List<String> operators, Query.Bounds bounds) {
    var left = new ArrayList<Query>(List.of(operands.getFirst()));
    var open = new ArrayList<String>();
    for (int i = 0; i < operators.size(); i++) {
      var operator = operators.get(i);
      if (operator.startsWith("INTERSECT")) {
        left.add(plain(operator, left.removeLast(), operands.get(i + 1)));
      } else {
        open.add(operator);
        left.add(operands.get(i + 1));
      }
    }
    var tree = left.getFirst();
    for (int i = 0; i < open.size(); i++) {
      tree = plain(open.get(i), tree, left.get(i + 1));
    }
    return tree instanceof Query.SetOperation s
        ? new Query.SetOperation(s.operator(), s.left(), s.right(), bounds)
        : tree;
  }

  private static Query plain(String operator, Query left, Query right) {
    return new Query.SetOperation(operator, left, right, Query.Bounds.NONE);
  }
}
