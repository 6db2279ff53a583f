package dev.proven.postgres.index;

import dev.proven.postgres.whatif.IndexDefinition;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds one more index for a statement that a set makes slower although the set cannot do without
 * what slows it down: the planner turns to the new one, and the statement is quick again in a
 * trial.
 */
final class Cure {
  /** So little slower is as quick as before, for the best of several runs. */
  private static final double QUICK_AGAIN = 1.03;

  private static final int MOST_TRIED = 4;

  /** A quick measurement of one part with a set, as a ratio to the time without. */
  @FunctionalInterface
  interface Measured {
    double ratio(Selection.Choice choice, String part) throws SQLException;
  }

  private final Selection selection;
  private final Measured measured;

  /**
   * A search among indexes that stand on the copy.
   *
   * @param measured how many times slower a part is with a set
   */
  Cure(Selection selection, Measured measured) {
    this.selection = selection;
    this.measured = measured;
  }

  /** The set with one more index, the smallest that cures; empty where none does. */
  Optional<Selection.Choice> of(
      Selection.Choice choice, String part, Collection<IndexDefinition> pool) throws SQLException {
    for (var candidate : candidates(choice, part, pool)) {
      if (measured.ratio(candidate, part) < QUICK_AGAIN) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /** Sets in which the planner expects that statement to be cheaper by the index that is new. */
  private List<Selection.Choice> candidates(
      Selection.Choice choice, String part, Collection<IndexDefinition> pool) throws SQLException {
    var found = new LinkedHashMap<IndexDefinition, Selection.Choice>();
    var before = choice.answers().of(part);
    for (IndexDefinition index : smallestFirst(pool)) {
      if (found.size() < MOST_TRIED && selection.fits(choice, Set.of(index), Advisor.MOST)) {
        var with = selection.with(choice, Set.of(index));
        var answer = with.answers().of(part);
        if (answer.used().contains(index) && answer.ratio() < before.ratio()) {
          found.put(index, movingLastBehind(with, before.used()));
        }
      }
    }
    return List.copyOf(found.values());
  }

  private List<IndexDefinition> smallestFirst(Collection<IndexDefinition> pool)
      throws SQLException {
    var bytes = new LinkedHashMap<IndexDefinition, Long>();
    for (IndexDefinition index : pool) {
      bytes.put(index, selection.bytes(Set.of(index)));
    }
    return bytes.entrySet().stream()
        .sorted(
            Map.Entry.<IndexDefinition, Long>comparingByValue()
                .thenComparing(Map.Entry::getKey, Comparator.comparing(IndexText::id)))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The same answers with the last index moved behind those, and so proven soon after them. */
  private static Selection.Choice movingLastBehind(
      Selection.Choice choice, Set<IndexDefinition> these) {
    var indexes = List.copyOf(choice.indexes());
    var moved = new LinkedHashSet<IndexDefinition>();
    for (IndexDefinition index : indexes) {
      moved.add(index);
      if (these.contains(index)) {
        moved.add(indexes.getLast());
      }
    }
    return new Selection.Choice(moved, choice.answers());
  }
}
