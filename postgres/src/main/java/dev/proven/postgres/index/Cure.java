package dev.proven.postgres.index;

import java.sql.SQLException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Finds one more index for a statement that a set makes slower although the set cannot do without
 * what slows it down: the planner turns to the new one, and the statement is quick again in a
 * trial.
 */
final class Cure {
  /** So little slower is as quick as before, for the best of several runs. */
  private static final double QUICK_AGAIN = 1.05;

  private static final int MOST_TRIED = 4;

  /** A quick measurement of one part with a set, as a ratio to the time without. */
  @FunctionalInterface
  interface Measured {
    double ratio(Selection.Choice choice, String part) throws SQLException;
  }

  private final Selection selection;
  private final Measured measured;
  private final Map<CreateIndex, Long> bytes;

  /**
   * A search among indexes that stand on the shelf.
   *
   * @param measured how many times slower a part is with a set
   * @param bytes of each index
   */
  Cure(Selection selection, Measured measured, Map<CreateIndex, Long> bytes) {
    this.selection = selection;
    this.measured = measured;
    this.bytes = bytes;
  }

  /** The set with one more index, the smallest that cures; empty where none does. */
  Optional<Selection.Choice> of(Selection.Choice choice, String part, Set<CreateIndex> pool)
      throws SQLException {
    for (var candidate : candidates(choice, part, pool).values()) {
      if (measured.ratio(candidate, part) < QUICK_AGAIN) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /** Sets in which the planner expects that statement to be cheaper by the index that is new. */
  private Map<CreateIndex, Selection.Choice> candidates(
      Selection.Choice choice, String part, Set<CreateIndex> pool) throws SQLException {
    var found = new LinkedHashMap<CreateIndex, Selection.Choice>();
    var before = choice.answers().of(part);
    for (CreateIndex index : smallestFirst(pool)) {
      if (found.size() < MOST_TRIED && !choice.indexes().contains(index)) {
        var with = selection.with(choice, index);
        var answer = with.answers().of(part);
        if (answer.used().contains(index) && answer.ratio() < before.ratio()) {
          found.put(index, Selection.movingLastBehind(with, before.used()));
        }
      }
    }
    return found;
  }

  private List<CreateIndex> smallestFirst(Set<CreateIndex> pool) {
    return pool.stream()
        .sorted(
            Comparator.comparingLong((CreateIndex i) -> Objects.requireNonNull(bytes.get(i)))
                .thenComparing(CreateIndex::name))
        .toList();
  }
}
