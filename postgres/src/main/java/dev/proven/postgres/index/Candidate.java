package dev.proven.postgres.index;

import dev.proven.postgres.whatif.IndexDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An index that may help, or a few that may help together and not apart.
 *
 * @param table what they would be on
 * @param indexes nearly always one
 * @param reasons why, the weightiest first
 */
record Candidate(Table table, List<IndexDefinition> indexes, List<Reason> reasons) {
  /**
   * Why an index may help one statement.
   *
   * @param use what the statement does with the table
   * @param purpose how the index would serve it
   * @param worth the share of the whole workload's cost it may spare, 0 to 1; only for ranking
   */
  record Reason(TableUse use, String purpose, double worth) {}

  double worth() {
    return reasons.stream().mapToDouble(Reason::worth).sum();
  }

  /** The statements that gave a reason. */
  Set<String> parts() {
    return reasons.stream().map(r -> r.use().part()).collect(Collectors.toSet());
  }

  Candidate with(Reason reason) {
    var all = new ArrayList<>(reasons);
    all.add(reason);
    all.sort((a, b) -> Double.compare(b.worth(), a.worth()));
    return new Candidate(table, indexes, List.copyOf(all));
  }
}
