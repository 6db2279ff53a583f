package dev.proven.postgres.statistics;

import dev.proven.postgres.index.Explainer;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/** What the planner believes of a table; nothing is executed. */
final class Estimator {
  private final Explainer explainer;

  Estimator(Explainer explainer) {
    this.explainer = explainer;
  }

  /** Rows of the table. */
  double rows(TableFacts table, String alias) throws SQLException {
    return ask("SELECT FROM " + Sampler.from(table.name(), alias));
  }

  /** Rows that fulfil all of that. */
  double rows(TableFacts table, String alias, List<Atom> atoms) throws SQLException {
    return ask(
        "SELECT FROM "
            + Sampler.from(table.name(), alias)
            + " WHERE "
            + atoms.stream().map(Atom::sql).collect(Collectors.joining(" AND ")));
  }

  /** Groups that these keys make. */
  double groups(TableFacts table, String alias, List<String> keys) throws SQLException {
    return ask(
        "SELECT FROM "
            + Sampler.from(table.name(), alias)
            + " GROUP BY "
            + keys.stream().map(k -> "(" + k + ")").collect(Collectors.joining(", ")));
  }

  private double ask(String query) throws SQLException {
    return Math.max(1, explainer.explain(query).rows());
  }
}
