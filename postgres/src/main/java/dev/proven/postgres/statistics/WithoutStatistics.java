package dev.proven.postgres.statistics;

import dev.proven.core.Proposal;
import dev.proven.core.experiment.Part;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.Sql;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Drops statistics on a copy for a moment, to see which plans lean on them. */
final class WithoutStatistics {
  private WithoutStatistics() {}

  /** The chosen ones without which a slower part would be planned otherwise. */
  static Set<String> suspects(
      PostgresTarget copy, List<Proposal<PostgresTarget>> chosen, List<Part> slower)
      throws SQLException {
    var suspects = new TreeSet<String>();
    try (var shapes = Shapes.on(copy)) {
      var now = shapes.of(slower);
      for (var proposal : chosen) {
        if (proposal.change() instanceof CreateStatistics s) {
          Sql.execute(shapes.connection(), s.statistics().drop());
          if (!shapes.of(slower).equals(now)) {
            suspects.add(proposal.id());
          }
          shapes.connection().rollback();
        }
      }
    }
    return suspects;
  }
}
