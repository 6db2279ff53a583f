package dev.proven.postgres.hint;

import dev.proven.core.experiment.Part;
import dev.proven.postgres.Sql;
import dev.proven.postgres.index.Explainer;
import dev.proven.postgres.index.PlanNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Asks the planner what else it would do for a statement; nothing is executed. */
final class Switches {
  /** Beyond it no wrong estimate is likely to be at fault, and servers before 18 add 10^10. */
  private static final double MOST_COST = 100;

  private static final int MOST = 4;

  private final Connection connection;
  private final Explainer explainer;

  /** In a session that is not in autocommit mode and whose transaction is given up. */
  Switches(Connection connection) {
    this.connection = connection;
    this.explainer = new Explainer(connection);
  }

  /**
   * Another plan.
   *
   * @param without what it does without
   * @param times what the planner believes it to cost, by the cost of its own choice
   */
  record Other(Switch without, double times) {}

  /** Other plans of a statement as it is sent, those that are believed the cheapest first. */
  List<Other> of(String text) throws SQLException {
    var own = explainer.explain(text);
    var others = new ArrayList<Other>();
    var shapes = new ArrayList<String>(List.of(own.shape()));
    for (var without : Switch.ALL) {
      var plan = plan(text, without);
      double times = plan.cost() / Math.max(own.cost(), 1e-9);
      if (times <= MOST_COST && !shapes.contains(plan.shape())) {
        shapes.add(plan.shape());
        others.add(new Other(without, times));
      }
    }
    others.sort(Comparator.comparingDouble(Other::times));
    return others.subList(0, Math.min(MOST, others.size()));
  }

  /** The plan that a statement has without something. */
  PlanNode plan(String text, Switch without) throws SQLException {
    var savepoint = connection.setSavepoint();
    try {
      Sql.text(connection, "SELECT set_config(?, 'off', true)", without.setting());
      return explainer.explain(text);
    } finally {
      connection.rollback(savepoint);
    }
  }

  /** Whether the server plans the hinted text as it plans the bare one without that. */
  boolean isObeyed(String text, Switch without) throws SQLException {
    return explainer.explain(without.hinted(text)).shape().equals(plan(text, without).shape());
  }

  /** Whether a hint can be put in front of it. */
  static boolean canBeHinted(Part part, String text) {
    return !part.write() && !text.contains("/*+");
  }
}
