package dev.proven.postgres.index;

import dev.proven.postgres.index.CostTable.Answers;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The greedy choice of a set of indexes that stand well together: the one that adds most is put
 * beside those chosen before, until nothing adds enough; what the others made superfluous goes.
 */
final class Selection {
  /** An index must be worth shortening one average statement by this fraction. */
  private static final double LEAST = 0.08;

  /** Two indexes that differ by less are taken to do the same, and the smaller one wins. */
  private static final double ABOUT_THE_SAME = 0.05;

  private final CostTable costs;
  private final Score score;
  private final Map<CreateIndex, Long> bytes;
  private final double least;

  Selection(CostTable costs, Score score, Map<CreateIndex, Long> bytes) {
    this.costs = costs;
    this.score = score;
    this.bytes = Map.copyOf(bytes);
    this.least = score.ofOneStatement(LEAST);
  }

  /**
   * A set of indexes and what the planner makes of it.
   *
   * @param indexes the best first
   * @param answers of every part
   */
  record Choice(Set<CreateIndex> indexes, Answers answers) {
    Choice {
      indexes = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(indexes));
    }
  }

  /** At most that many indexes of the pool. */
  Choice choose(Set<CreateIndex> pool, int most) throws SQLException {
    var choice = new Choice(Set.of(), costs.plain());
    var left = new HashSet<>(pool);
    while (choice.indexes().size() < most) {
      var next = best(choice, left);
      if (next.isEmpty()) {
        break;
      }
      left.remove(next.get());
      choice = with(choice, next.get());
    }
    return pruned(choice);
  }

  /** The set with one more. */
  Choice with(Choice choice, CreateIndex index) throws SQLException {
    var indexes = new LinkedHashSet<>(choice.indexes());
    indexes.add(index);
    return new Choice(indexes, costs.adding(index, choice.indexes(), choice.answers()));
  }

  /** The same answers with the last index moved behind that one, and so tried soon after it. */
  static Choice movingLastBehind(Choice choice, Set<CreateIndex> these) {
    var last = List.copyOf(choice.indexes()).getLast();
    var moved = new LinkedHashSet<CreateIndex>();
    for (CreateIndex index : choice.indexes()) {
      moved.add(index);
      if (these.contains(index)) {
        moved.add(last);
      }
    }
    return new Choice(moved, choice.answers());
  }

  private Choice without(Choice choice, CreateIndex index) throws SQLException {
    var indexes = new LinkedHashSet<>(choice.indexes());
    indexes.remove(index);
    return new Choice(indexes, costs.removing(index, choice.indexes(), choice.answers()));
  }

  private Optional<CreateIndex> best(Choice choice, Set<CreateIndex> left) throws SQLException {
    var gains = new LinkedHashMap<CreateIndex, Double>();
    for (CreateIndex index : left) {
      gains.put(index, gain(choice, with(choice, index)));
    }
    double top = gains.values().stream().mapToDouble(g -> g).max().orElse(0);
    return gains.entrySet().stream()
        .filter(g -> g.getValue() >= least && g.getValue() >= top * (1 - ABOUT_THE_SAME))
        .map(Map.Entry::getKey)
        .min(Comparator.comparingLong(this::bytes).thenComparing(CreateIndex::name));
  }

  private long bytes(CreateIndex index) {
    return bytes.getOrDefault(index, 0L);
  }

  /** What going from one set to the other is worth; below zero it costs. */
  private double gain(Choice before, Choice after) {
    double sum = 0;
    for (String id : costs.parts()) {
      double from = before.answers().of(id).ratio() * costs.writing(id, before.indexes());
      double to = after.answers().of(id).ratio() * costs.writing(id, after.indexes());
      sum += score.gain(id, from, to);
    }
    return sum;
  }

  /** Takes out what the indexes chosen later made superfluous. */
  private Choice pruned(Choice full) throws SQLException {
    var choice = full;
    for (CreateIndex index : List.copyOf(full.indexes())) {
      var less = without(choice, index);
      if (gain(less, choice) < least) {
        choice = less;
      }
    }
    return choice;
  }

  /** What the set would lose by doing without that index. */
  double loss(Choice choice, CreateIndex index) throws SQLException {
    return gain(without(choice, index), choice);
  }

  /** That index by itself. */
  Choice alone(CreateIndex index) throws SQLException {
    return with(new Choice(Set.of(), costs.plain()), index);
  }

  /** Whether the index is worth having without any other. */
  boolean helpsAlone(CreateIndex index) throws SQLException {
    return gain(new Choice(Set.of(), costs.plain()), alone(index)) >= least;
  }
}
