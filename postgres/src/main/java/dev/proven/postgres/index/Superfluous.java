package dev.proven.postgres.index;

import dev.proven.postgres.Knowledge;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An index that only costs: another does all that it does, it was never finished, or nobody uses
 * it.
 *
 * @param index which may go
 * @param reason in words
 */
record Superfluous(StandingIndex index, String reason) {

  /**
   * Those of a database; never one that a constraint needs, that is unique, the replica identity,
   * or that its table is clustered by.
   *
   * @param scans how often the server has used each
   * @param used names of indexes that some statement of the workload uses
   * @param touched tables of which the workload is known
   */
  static List<Superfluous> among(
      List<StandingIndex> all, Knowledge.Scans scans, Set<String> used, Set<TableName> touched) {
    var found = new ArrayList<Superfluous>();
    var left = new ArrayList<>(all);
    for (var index : all) {
      var name = new TableName(index.table().schema(), index.name());
      boolean unused =
          scans.of(name.schema(), name.name()) == 0
              && index.shown().stream().noneMatch(used::contains)
              && touched.contains(index.table())
              && !index.references();
      reason(index, left, unused ? scans.since() : "")
          .ifPresent(reason -> {
            found.add(new Superfluous(index, reason));
            left.remove(index);
          });
    }
    return List.copyOf(found);
  }

  private static Optional<String> reason(
      StandingIndex index, List<StandingIndex> left, String unusedSince) {
    if (!index.mayGo()) {
      return Optional.empty();
    }
    if (!index.valid()) {
      return Optional.of("it is invalid, as a failed CREATE INDEX CONCURRENTLY leaves it");
    }
    for (var other : left) {
      if (other.oid() != index.oid() && index.isLike(other)) {
        return Optional.of("it holds the same as " + other.name());
      }
    }
    for (var other : left) {
      if (other.oid() != index.oid() && index.isBeginningOf(other)) {
        return Optional.of(other.name() + " begins with the same keys");
      }
    }
    return unusedSince.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "no statement of the workload uses it, and the server has not used it since "
                + unusedSince);
  }
}
