package dev.proven.postgres.index;

import dev.proven.postgres.Sql;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The share of a table's rows that conditions with constants leave, as the planner estimates it.
 */
final class Selectivity {
  /** Where the planner cannot be asked, as for a value that another query gives. */
  private static final double UNKNOWN = 0.3;

  private final Explainer explainer;
  private final Map<Question, Double> known = new HashMap<>();

  private record Question(TableName table, String alias, Set<String> conditions) {}

  Selectivity(Explainer explainer) {
    this.explainer = explainer;
  }

  /** Above 0 and at most 1; 1 without conditions. */
  double of(Table table, String alias, Set<String> conditions) {
    return conditions.isEmpty()
        ? 1
        : known.computeIfAbsent(
            new Question(table.name(), alias, conditions), q -> ask(q, Math.max(1, table.rows())));
  }

  private double ask(Question question, double rows) {
    var from = question.table().quoted() + " AS " + Sql.identifier(question.alias());
    var where = String.join(" AND ", question.conditions());
    try {
      double left = explainer.explain("SELECT FROM " + from + " WHERE " + where).rows();
      return Math.clamp(left / rows, 1 / rows, 1);
    } catch (SQLException e) {
      return Math.pow(UNKNOWN, question.conditions().size());
    }
  }
}
