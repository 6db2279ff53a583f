package dev.proven.postgres.index;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  private final List<CreateIndex> chosen = new ArrayList<>();
  private Map<String, CostTable.Answer> current;

  Selection(CostTable costs, Score score, Map<CreateIndex, Long> bytes) {
    this.costs = costs;
    this.score = score;
    this.bytes = Map.copyOf(bytes);
    this.least = score.ofOneStatement(LEAST);
    this.current = costs.plain();
  }

  /** At most that many of the indexes, the best first. */
  List<CreateIndex> choose(int most) throws SQLException {
    var left = new HashSet<>(bytes.keySet());
    while (chosen.size() < most && !left.isEmpty()) {
      var best = best(left);
      if (best == null) {
        break;
      }
      left.remove(best);
      current = costs.adding(best, Set.copyOf(chosen), current);
      chosen.add(best);
    }
    prune();
    return List.copyOf(chosen);
  }

  private @org.jspecify.annotations.Nullable CreateIndex best(Set<CreateIndex> left)
      throws SQLException {
    var gains = new LinkedHashMap<CreateIndex, Double>();
    for (CreateIndex index : left) {
      var answers = costs.adding(index, Set.copyOf(chosen), current);
      var with = new HashSet<>(chosen);
      with.add(index);
      gains.put(index, gain(current, Set.copyOf(chosen), answers, with));
    }
    double top = gains.values().stream().mapToDouble(g -> g).max().orElse(0);
    if (top < least) {
      return null;
    }
    return gains.entrySet().stream()
        .filter(g -> g.getValue() >= top * (1 - ABOUT_THE_SAME))
        .map(Map.Entry::getKey)
        .min(java.util.Comparator.comparingLong(bytes::get))
        .orElseThrow();
  }

  private double gain(
      Map<String, CostTable.Answer> before,
      Set<CreateIndex> setBefore,
      Map<String, CostTable.Answer> after,
      Set<CreateIndex> setAfter) {
    double sum = 0;
    for (String id : costs.parts()) {
      double from = before.get(id).ratio() * costs.writing(id, setBefore);
      double to = after.get(id).ratio() * costs.writing(id, setAfter);
      sum += from == to ? 0 : score.gain(id, from, to);
    }
    return sum;
  }

  /** Takes out what the indexes chosen later made superfluous. */
  private void prune() throws SQLException {
    for (CreateIndex index : List.copyOf(chosen)) {
      var without = costs.removing(index, Set.copyOf(chosen), current);
      var rest = new HashSet<>(chosen);
      rest.remove(index);
      if (gain(without, rest, current, Set.copyOf(chosen)) < least) {
        chosen.remove(index);
        current = without;
      }
    }
  }

  /** What the planner says of every part with the chosen set. */
  Map<String, CostTable.Answer> answers() {
    return current;
  }

  /** What the planner says of every part with that index alone. */
  Map<String, CostTable.Answer> alone(CreateIndex index) throws SQLException {
    return costs.adding(index, Set.of(), costs.plain());
  }
}
