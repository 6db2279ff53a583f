package dev.proven.postgres.rewrite.rule;

import dev.proven.postgres.rewrite.sql.Query;
import java.util.List;
import java.util.Optional;

/**
 * Another form of a query.
 *
 * @param query the whole statement in that form
 * @param waste what the statement did that this spares, such as "computes avg(..) again for each
 *     row"
 * @param remedy what is done instead, for a title
 * @param needs what was found in the catalog that makes both forms the same
 * @param proof why they are, where that follows for every database that keeps to the needs
 */
public record Rewritten(
    Query query, String waste, String remedy, List<String> needs, Optional<String> proof) {
  public Rewritten {
    needs = List.copyOf(needs);
  }
}
