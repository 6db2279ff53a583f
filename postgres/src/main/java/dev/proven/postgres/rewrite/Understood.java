package dev.proven.postgres.rewrite;

import dev.proven.core.experiment.Part;
import dev.proven.postgres.rewrite.sql.Query;
import tools.jackson.databind.JsonNode;

/**
 * A statement that was read wholly.
 *
 * @param plan by which the server would run it
 */
record Understood(Part part, Query query, JsonNode plan) {
  /** By the planner's estimate. */
  double cost() {
    return Planner.cost(plan);
  }
}
