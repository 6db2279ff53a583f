package dev.proven.postgres.index;

import dev.proven.postgres.index.CostTable.Answers;
import dev.proven.postgres.whatif.IndexDefinition;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * The choice of a set of indexes that stand well together within so many bytes. Greedy: what adds
 * most is put beside those chosen before, until nothing adds enough; once by what it adds and once
 * by what it adds for its bytes, and the better set wins. What the others made superfluous goes,
 * each index is exchanged where that gives a better set, and several go for one that needs the room
 * of them all.
 */
final class Selection {
  /** An index must be worth shortening one average statement by this fraction. */
  private static final double LEAST = 0.06;

  /** The whole storage is worth shortening one average statement by this fraction. */
  private static final double PRICE = 0.5;

  /** Two indexes that differ by less are taken to do the same, and the smaller one wins. */
  private static final double ABOUT_THE_SAME = 0.05;

  private static final long TWICE = 2;

  /** Smaller indexes are all as small. */
  private static final long SMALL = 256 * 1024;

  private final CostTable costs;
  private final Score score;
  private final Sizes sizes;
  private final long budget;
  private final Duration patience;
  private final double least;
  private final double price;

  /** Tells the bytes of an index. */
  @FunctionalInterface
  interface Sizes {
    long of(IndexDefinition index) throws SQLException;
  }

  /**
   * Asks a table of costs.
   *
   * @param budget bytes that all indexes may take together
   * @param patience after which a set that is good is not made better any more
   */
  Selection(CostTable costs, Sizes sizes, long budget, Duration patience) {
    this.costs = costs;
    this.score = new Score(costs.costed());
    this.sizes = sizes;
    this.budget = Math.max(1, budget);
    this.patience = patience;
    this.least = score.ofOneStatement(LEAST);
    this.price = score.ofOneStatement(PRICE);
  }

  /**
   * A set of indexes and what the planner makes of it.
   *
   * @param indexes the best first
   * @param answers of every part
   */
  record Choice(Set<IndexDefinition> indexes, Answers answers) {
    Choice {
      indexes = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(indexes));
    }
  }

  /** What an index must be worth at least. */
  double least() {
    return least;
  }

  /** No index at all. */
  Choice none() {
    return new Choice(Set.of(), costs.plain());
  }

  /**
   * At most that many indexes of the pool.
   *
   * @param pool indexes that are chosen together, nearly always one by one
   */
  Choice choose(Collection<Set<IndexDefinition>> pool, int most) throws SQLException {
    var byGain = pruned(filled(none(), pool, most, false));
    var byBytes = pruned(filled(none(), pool, most, true));
    var better = value(byBytes) > value(byGain) ? byBytes : byGain;
    return enlarged(exchanged(pruned(filled(better, pool, most, false)), pool, most), pool, most);
  }

  private record Bid(Set<IndexDefinition> indexes, double worth) {}

  /**
   * What adds most is looked for among those that added most before: what an index adds hardly ever
   * grows while others join.
   */
  private Choice filled(
      Choice start, Collection<Set<IndexDefinition>> pool, int most, boolean forItsBytes)
      throws SQLException {
    var choice = start;
    var queue = new PriorityQueue<Bid>(Comparator.comparingDouble(b -> -b.worth()));
    pool.forEach(indexes -> queue.add(new Bid(indexes, Double.MAX_VALUE)));
    while (choice.indexes().size() < most) {
      var next = best(choice, queue, most, forItsBytes);
      if (next.isEmpty()) {
        break;
      }
      choice = with(choice, next.get());
    }
    return choice;
  }

  private Optional<Set<IndexDefinition>> best(
      Choice choice, PriorityQueue<Bid> queue, int most, boolean forItsBytes) throws SQLException {
    var fresh = new ArrayList<Bid>();
    double top = 0;
    while (!queue.isEmpty() && queue.element().worth() >= top * (1 - ABOUT_THE_SAME)) {
      var bid = queue.remove();
      if (fits(choice, bid.indexes(), most)) {
        double gain = gain(choice, with(choice, bid.indexes()));
        if (gain >= least) {
          double worth = forItsBytes ? gain / Math.max(SMALL, bytes(bid.indexes())) : gain;
          fresh.add(new Bid(bid.indexes(), worth));
          top = Math.max(top, worth);
        }
      }
    }
    double enough = top * (1 - ABOUT_THE_SAME);
    var best = smallest(fresh.stream().filter(b -> b.worth() >= enough).toList());
    fresh.stream().filter(b -> !b.indexes().equals(best.orElse(null))).forEach(queue::add);
    return best;
  }

  private Optional<Set<IndexDefinition>> smallest(List<Bid> bids) throws SQLException {
    Bid smallest = null;
    long least = Long.MAX_VALUE;
    for (Bid bid : bids) {
      long bytes = Math.max(SMALL, bytes(bid.indexes()));
      boolean better =
          bytes < least || (bytes == least && smallest != null && bid.worth() > smallest.worth());
      if (better) {
        smallest = bid;
        least = bytes;
      }
    }
    return Optional.ofNullable(smallest).map(Bid::indexes);
  }

  /** Whether the set may have these as well. */
  boolean fits(Choice choice, Set<IndexDefinition> indexes, int most) throws SQLException {
    var all = new LinkedHashSet<>(choice.indexes());
    boolean adds = all.addAll(indexes);
    return adds && isWithin(all, most);
  }

  long bytes(Set<IndexDefinition> indexes) throws SQLException {
    long bytes = 0;
    for (IndexDefinition index : indexes) {
      bytes += sizes.of(index);
    }
    return bytes;
  }

  /** The set with some more. */
  Choice with(Choice choice, Set<IndexDefinition> added) throws SQLException {
    var indexes = new LinkedHashSet<>(choice.indexes());
    indexes.addAll(added);
    return new Choice(indexes, costs.adding(added, choice.indexes(), choice.answers()));
  }

  /** The set without one of its indexes. */
  Choice without(Choice choice, IndexDefinition index) throws SQLException {
    var indexes = new LinkedHashSet<>(choice.indexes());
    indexes.remove(index);
    return new Choice(indexes, costs.removing(index, choice.indexes(), choice.answers()));
  }

  /** The set with that index in place of those that begin with the same column and are larger. */
  Choice inPlaceOfLarger(Choice choice, IndexDefinition index) throws SQLException {
    var rest = choice;
    for (IndexDefinition other : choice.indexes()) {
      boolean alike =
          IndexText.table(other).equals(IndexText.table(index))
              && !index.columns().isEmpty()
              && other.columns().stream().findFirst().equals(index.columns().stream().findFirst());
      if (alike && sizes.of(other) > TWICE * sizes.of(index)) {
        rest = without(rest, other);
      }
    }
    return with(rest, Set.of(index));
  }

  /** What a set is worth beside none, less the price of its bytes. */
  double value(Choice choice) throws SQLException {
    double sum = -price * bytes(choice.indexes()) / budget;
    for (String id : costs.parts()) {
      sum += score.of(costs.part(id), costs.ratio(id, choice.answers(), choice.indexes()));
    }
    return sum;
  }

  /** What going from one set to the other is worth; below zero it costs. */
  private double gain(Choice before, Choice after) throws SQLException {
    return value(after) - value(before);
  }

  /** Takes out what the others made superfluous, what is missed least first. */
  Choice pruned(Choice full) throws SQLException {
    var choice = full;
    while (true) {
      var least = Optional.<IndexDefinition>empty();
      double loss = this.least;
      for (IndexDefinition index : choice.indexes()) {
        double missed = loss(choice, index);
        if (missed < loss) {
          loss = missed;
          least = Optional.of(index);
        }
      }
      if (least.isEmpty()) {
        return choice;
      }
      choice = without(choice, least.get());
    }
  }

  /** Tries to do without each index and fill the room with others. */
  private Choice exchanged(Choice full, Collection<Set<IndexDefinition>> pool, int most)
      throws SQLException {
    long deadline = System.nanoTime() + patience.toNanos();
    var choice = full;
    for (IndexDefinition index : full.indexes()) {
      if (System.nanoTime() > deadline || !choice.indexes().contains(index)) {
        continue;
      }
      var others = pool.stream().filter(p -> !p.contains(index)).toList();
      var other = pruned(filled(without(choice, index), others, most, false));
      if (value(other) > value(choice) + least / 2) {
        choice = other;
      }
    }
    return choice;
  }

  /**
   * Tries to make room for what does not fit, the best first: one after the other goes that is
   * missed least for its bytes, and what room is left is filled with others.
   */
  private Choice enlarged(Choice full, Collection<Set<IndexDefinition>> pool, int most)
      throws SQLException {
    var shutOut = new ArrayList<Bid>();
    for (var wanted : pool) {
      var all = with(full, wanted);
      double gain = gain(full, all);
      if (bytes(wanted) <= budget && !isWithin(all.indexes(), most) && gain >= least) {
        shutOut.add(new Bid(wanted, gain));
      }
    }
    shutOut.sort(Comparator.comparingDouble(b -> -b.worth()));
    long deadline = System.nanoTime() + patience.toNanos();
    var choice = full;
    for (Bid bid : shutOut) {
      var all = with(choice, bid.indexes());
      boolean late = System.nanoTime() > deadline;
      if (!late && !isWithin(all.indexes(), most) && gain(choice, all) >= least) {
        var other = pruned(filled(shrunk(all, bid.indexes(), most), pool, most, false));
        choice = value(other) > value(choice) + least / 2 ? other : choice;
      }
    }
    return choice;
  }

  private Choice shrunk(Choice full, Set<IndexDefinition> wanted, int most) throws SQLException {
    var choice = full;
    while (!isWithin(choice.indexes(), most)) {
      var going = choice.indexes().iterator().next();
      double least = Double.MAX_VALUE;
      for (IndexDefinition index : choice.indexes()) {
        double missed =
            wanted.contains(index)
                ? Double.MAX_VALUE
                : loss(choice, index) / Math.max(SMALL, sizes.of(index));
        if (missed < least) {
          least = missed;
          going = index;
        }
      }
      choice = without(choice, going);
    }
    return choice;
  }

  private boolean isWithin(Set<IndexDefinition> indexes, int most) throws SQLException {
    return indexes.size() <= most && bytes(indexes) <= budget;
  }

  /** What the set would lose by doing without that index. */
  double loss(Choice choice, IndexDefinition index) throws SQLException {
    return gain(without(choice, index), choice);
  }

  /** These by themselves. */
  Choice alone(Set<IndexDefinition> indexes) throws SQLException {
    return with(none(), indexes);
  }

  /** Whether they are worth having without any other. */
  boolean helpAlone(Set<IndexDefinition> indexes) throws SQLException {
    return gain(none(), alone(indexes)) >= least;
  }

  /**
   * The indexes of a set in groups that are worth having each by itself: one that is not joins the
   * one with which it is worth most.
   */
  List<Set<IndexDefinition>> groups(Choice choice) throws SQLException {
    Map<IndexDefinition, Set<IndexDefinition>> groups = new HashMap<>();
    for (IndexDefinition index : choice.indexes()) {
      groups.put(index, new LinkedHashSet<>(Set.of(index)));
    }
    for (IndexDefinition index : choice.indexes()) {
      if (!helpAlone(Set.of(index))) {
        partner(choice, index).ifPresent(p -> unite(groups, index, p));
      }
    }
    return List.copyOf(new LinkedHashSet<>(choice.indexes().stream().map(groups::get).toList()));
  }

  private static void unite(
      Map<IndexDefinition, Set<IndexDefinition>> groups, IndexDefinition a, IndexDefinition b) {
    var union = new LinkedHashSet<>(groups.getOrDefault(a, Set.of()));
    union.addAll(groups.getOrDefault(b, Set.of()));
    union.forEach(i -> groups.put(i, union));
  }

  /** With whom it is worth clearly more than by itself. */
  private Optional<IndexDefinition> partner(Choice choice, IndexDefinition index)
      throws SQLException {
    var best = Optional.<IndexDefinition>empty();
    double most = Math.max(least, 2 * gain(none(), alone(Set.of(index))));
    for (IndexDefinition other : choice.indexes()) {
      if (!other.equals(index)) {
        double both = gain(alone(Set.of(other)), alone(Set.of(other, index)));
        if (both > most) {
          most = both;
          best = Optional.of(other);
        }
      }
    }
    return best;
  }
}
