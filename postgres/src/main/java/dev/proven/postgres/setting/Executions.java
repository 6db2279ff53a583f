package dev.proven.postgres.setting;

import dev.proven.core.experiment.Part;
import dev.proven.postgres.PostgresTarget;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a copy showed when it executed statements once: spills, and time spent on compiling.
 *
 * @param spills by part id, of those that had one
 * @param compiled by part id, the share of its time that a statement spent on being compiled
 * @param unfinished ids of parts that took too long or failed, so that nothing was seen
 */
record Executions(
    Map<String, Spill> spills, Map<String, Double> compiled, List<String> unfinished) {

  /** Executes each part once, for at most so many seconds; everything is rolled back. */
  static Executions of(PostgresTarget copy, List<Part> parts, double seconds) throws SQLException {
    var spills = new LinkedHashMap<String, Spill>();
    var compiled = new TreeMap<String, Double>();
    var unfinished = new java.util.ArrayList<String>();
    try (var explain = Explain.on(copy)) {
      for (var part : parts) {
        try {
          var plan = explain.execute(part, seconds, false);
          Spill.of(part.id(), plan).ifPresent(s -> spills.put(part.id(), s));
          if (plan.isCompiled()) {
            var timed = explain.execute(part, seconds, true);
            compiled.put(part.id(), timed.compiling() / Math.max(1e-3, timed.milliseconds()));
          }
        } catch (SQLException e) {
          unfinished.add(part.id());
        }
      }
    }
    return new Executions(spills, compiled, List.copyOf(unfinished));
  }
}
