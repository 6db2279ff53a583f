package dev.proven.postgres.statistics;

import java.util.List;

/**
 * All that a scan asks of one subject, such as both ends of a range.
 *
 * @param subject what is asked about
 * @param conditions as the plan shows them
 * @param equal whether each asks for equality, which functional dependencies help as well
 */
record Atom(Subject subject, List<String> conditions, boolean equal) {
  Atom {
    conditions = List.copyOf(conditions);
  }

  /** As SQL over the table under its alias in the plan. */
  String sql() {
    return "(" + String.join(" AND ", conditions) + ")";
  }
}
