package dev.proven.postgres.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An index that only costs: another does all that it does, it was never finished, or nobody uses
 * it.
 *
 * @param index which may go
 * @param reason in words
 * @param unused whether it is that nobody is known to use it
 */
record Superfluous(StandingIndex index, String reason, boolean unused) {

  /**
   * Those of a database; never one that a constraint needs, that is unique, the replica identity,
   * or that its table is clustered by.
   */
  static List<Superfluous> among(List<StandingIndex> all, Unused unused) {
    var found = new ArrayList<Superfluous>();
    var left = new ArrayList<>(all);
    for (var index : all) {
      of(index, left, unused)
          .ifPresent(s -> {
            found.add(s);
            left.remove(index);
          });
    }
    return List.copyOf(found);
  }

  private static Optional<Superfluous> of(
      StandingIndex index, List<StandingIndex> left, Unused unused) {
    if (!index.mayGo()) {
      return Optional.empty();
    }
    var replaceable = replaceable(index, left);
    if (replaceable.isPresent()) {
      return replaceable.map(reason -> new Superfluous(index, reason, false));
    }
    return unused.is(index) && unused.canBeTold()
        ? Optional.of(new Superfluous(index, unused.reason(), true))
        : Optional.empty();
  }

  private static Optional<String> replaceable(StandingIndex index, List<StandingIndex> left) {
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
    return Optional.empty();
  }
}
