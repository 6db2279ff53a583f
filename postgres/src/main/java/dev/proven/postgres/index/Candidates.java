package dev.proven.postgres.index;

import dev.proven.postgres.index.Candidate.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All indexes that some statement gives a reason for, the most promising first. */
final class Candidates {
  /** What is not worth ten thousandths of the workload is noise. */
  private static final double LEAST_WORTH = 1e-4;

  private Candidates() {}

  private record Place(TableName table, List<Key> keys) {}

  /** At most that many candidates that do not exist yet. */
  static List<Candidate> of(
      Catalog catalog, List<TableUse> uses, Selectivity selectivity, int most) {
    Map<Place, Candidate> candidates = new LinkedHashMap<>();
    for (TableUse use : uses) {
      Table table = catalog.table(use.table());
      if (table != null && table.leftOutBecause().isEmpty()) {
        KeyLists.of(table, use)
            .forEach((keys, purpose) ->
                add(
                    candidates,
                    new Candidate(table, keys, List.of()),
                    new Reason(use, purpose, Worth.of(table, use, keys, selectivity))));
      }
    }
    return varied(candidates.values().stream().filter(c -> c.worth() > LEAST_WORTH).toList(), most);
  }

  /**
   * The most promising, each judged beside those before it: the second index for the same use of a
   * table counts half, the third a quarter, so that every use has a chance.
   */
  private static List<Candidate> varied(List<Candidate> candidates, int most) {
    var left = new ArrayList<>(candidates);
    var chosen = new ArrayList<Candidate>();
    var served = new HashMap<TableUse, Integer>();
    while (!left.isEmpty() && chosen.size() < most) {
      var best = Collections.max(left, Comparator.comparingDouble(c -> beside(c, served)));
      left.remove(best);
      chosen.add(best);
      best.reasons().forEach(r -> served.merge(r.use(), 1, Integer::sum));
    }
    return List.copyOf(chosen);
  }

  private static double beside(Candidate candidate, Map<TableUse, Integer> served) {
    return candidate.reasons().stream()
        .mapToDouble(r -> r.worth() * Math.pow(0.5, served.getOrDefault(r.use(), 0)))
        .sum();
  }

  private static void add(Map<Place, Candidate> candidates, Candidate candidate, Reason reason) {
    var table = candidate.table();
    boolean exists = table.indexes().stream().anyMatch(i -> i.covers(candidate.keys()));
    if (!exists && reason.worth() > 0) {
      candidates.merge(
          new Place(table.name(), candidate.keys()),
          candidate.with(reason),
          (old, _) -> old.with(reason));
    }
  }
}
