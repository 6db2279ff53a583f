package dev.proven.postgres.index;

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
  static List<Candidate> of(Catalog catalog, List<TableUse> uses, int most) {
    Map<Place, Candidate> candidates = new LinkedHashMap<>();
    for (TableUse use : uses) {
      Table table = catalog.table(use.table());
      if (table != null && table.leftOutBecause().isEmpty()) {
        KeyLists.of(table, use).forEach((keys, purpose) -> add(candidates, table, use, keys, purpose));
      }
    }
    return candidates.values().stream()
        .filter(c -> c.worth() > LEAST_WORTH)
        .sorted(Comparator.comparingDouble((Candidate c) -> -c.worth()).thenComparing(Candidate::id))
        .limit(most)
        .toList();
  }

  private static void add(
      Map<Place, Candidate> candidates,
      Table table,
      TableUse use,
      List<Key> keys,
      String purpose) {
    if (table.indexes().stream().anyMatch(i -> i.covers(keys))) {
      return;
    }
    double worth = Worth.of(table, use, keys);
    if (worth > 0) {
      var candidate = new Candidate(table, keys, List.of());
      candidates.merge(
          new Place(table.name(), keys),
          candidate.with(new Candidate.Reason(use, purpose, worth)),
          (old, _) -> old.with(new Candidate.Reason(use, purpose, worth)));
    }
  }

  /** How many candidates there are for each table. */
  static Map<TableName, Integer> count(List<Candidate> candidates) {
    var count = new HashMap<TableName, Integer>();
    candidates.forEach(c -> count.merge(c.table().name(), 1, Integer::sum));
    return count;
  }
}
