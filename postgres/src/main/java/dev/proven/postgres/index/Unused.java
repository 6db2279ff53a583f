package dev.proven.postgres.index;

import dev.proven.postgres.Knowledge;
import java.util.Set;

/**
 * Which indexes nobody is known to use, and what that is worth: a copy that was just restored has
 * counted nothing, whatever the server that it comes from uses.
 *
 * @param scans how often the server has used each
 * @param used names of indexes that some statement of the workload uses
 * @param touched tables of which the workload is known
 * @param allWork whether the workload is all the work there is, by what the user says
 */
record Unused(Knowledge.Scans scans, Set<String> used, Set<TableName> touched, boolean allWork) {

  boolean is(StandingIndex index) {
    return index.mayGo()
        && scans.of(index.table().schema(), index.name()) == 0
        && index.shown().stream().noneMatch(used::contains)
        && touched.contains(index.table())
        && !index.references();
  }

  /** Whether either the server has counted for long enough or the workload is the evidence. */
  boolean canBeTold() {
    return allWork || scans.young().isEmpty();
  }

  String reason() {
    return "no statement of the workload uses it, "
        + (scans.young().isEmpty()
            ? "and the server has not used it " + scans.since()
            : "which is the only evidence: " + scans.young());
  }
}
