package dev.proven.postgres;

import dev.proven.core.Workload;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The statements of a large file that are looked at: nobody has measured them, so the planner's
 * estimate, times their calls, says which cost most. Which of these are measured in experiments is
 * decided by their measured time.
 *
 * @param chosen the costliest first where the file is large, else as in the file
 * @param leftOut the others, with the share of the estimate that they have
 */
record CostliestStatements(List<ScriptStatement> chosen, Optional<Workload.LeftOut> leftOut) {
  /** Up to so many all are measured, in the order of the file. */
  private static final int FEW = 200;

  static CostliestStatements of(List<ScriptStatement> statements, PlanSession session) {
    if (statements.size() <= FEW) {
      return new CostliestStatements(List.copyOf(statements), Optional.empty());
    }
    var costs = costs(statements, session);
    var sorted =
        statements.stream()
            .sorted(Comparator.comparingDouble(s -> -costs.getOrDefault(s.id(), 0.0)))
            .toList();
    int most = Math.min(sorted.size(), ObservedWork.MOST_LOOKED_AT);
    var rest = sorted.subList(most, sorted.size());
    return new CostliestStatements(
        sorted.subList(0, most),
        rest.isEmpty() ? Optional.empty() : Optional.of(told(rest, costs)));
  }

  /** What cannot be planned, for want of a right, counts as an average statement does. */
  private static Map<String, Double> costs(List<ScriptStatement> statements, PlanSession session) {
    var costs = new HashMap<String, Double>();
    var unknown = new HashSet<ScriptStatement>();
    for (var statement : statements) {
      try {
        double cost = session.cost(statement.piece().text(), statement.parameters());
        costs.put(statement.id(), cost * statement.calls());
      } catch (SQLException e) {
        unknown.add(statement);
      }
    }
    double average = costs.values().stream().mapToDouble(c -> c).average().orElse(1);
    unknown.forEach(s -> costs.put(s.id(), average));
    return costs;
  }

  private static Workload.LeftOut told(List<ScriptStatement> rest, Map<String, Double> costs) {
    double all = costs.values().stream().mapToDouble(c -> c).sum();
    double left = rest.stream().mapToDouble(s -> costs.getOrDefault(s.id(), 0.0)).sum();
    return new Workload.LeftOut(
        String.format(
            Locale.ROOT,
            "%,d further statements, %.2g %% of the estimated cost",
            rest.size(),
            100 * left / Math.max(1e-9, all)),
        String.format(
            Locale.ROOT,
            "only the %,d costliest by the planner's estimate, times calls, are looked at, since"
                + " nobody has measured a file",
            ObservedWork.MOST_LOOKED_AT));
  }
}
