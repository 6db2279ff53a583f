package dev.proven.postgres.index;

import dev.proven.postgres.index.Candidate.Reason;
import dev.proven.postgres.whatif.IndexDefinition;
import dev.proven.postgres.whatif.IndexMethod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * All indexes that some statement gives a reason for, the most promising first.
 *
 * @param chosen the most promising
 * @param found how many there were
 */
record Candidates(List<Candidate> chosen, int found) {
  /** What is worth less than this share of an average statement is noise. */
  private static final double LEAST_WORTH = 0.002;

  /** One on a partitioned table is as many as it has partitions; more are not asked about. */
  private static final int MOST_STORED = 3_000;

  /** At most that many candidates that do not exist yet. */
  static Candidates of(
      Catalog catalog, List<TableUse> uses, Ideas ideas, Selectivity selectivity, int most) {
    Map<List<IndexDefinition>, Candidate> candidates = new LinkedHashMap<>();
    for (TableUse use : uses) {
      Table table = catalog.table(use.table());
      if (table != null && table.leftOutBecause().isEmpty()) {
        for (Idea idea : ideas.of(table, use)) {
          add(candidates, table, idea, use, Worth.of(table, use, idea, selectivity));
        }
      }
    }
    long parts = uses.stream().map(TableUse::part).distinct().count();
    double least = LEAST_WORTH / Math.max(1, parts);
    var worthy = candidates.values().stream().filter(c -> c.worth() > least).toList();
    return new Candidates(varied(worthy, most), worthy.size());
  }

  private record Ranked(Candidate candidate, double worth) {}

  /**
   * The most promising, each judged beside those before it: the second index for the same use of a
   * table counts half, the third a quarter, so that every use has a chance. Worth only falls, so
   * that one whose worth is still the largest is the best.
   */
  private static List<Candidate> varied(List<Candidate> candidates, int most) {
    var served = new HashMap<TableUse, Integer>();
    var queue = new PriorityQueue<Ranked>((a, b) -> Double.compare(b.worth(), a.worth()));
    candidates.forEach(c -> queue.add(new Ranked(c, c.worth())));
    var chosen = new ArrayList<Candidate>();
    int stored = 0;
    while (!queue.isEmpty() && chosen.size() < most) {
      var top = queue.remove();
      int parts = top.candidate().table().parts().count();
      if (stored + parts > MOST_STORED) {
        continue;
      }
      double now = beside(top.candidate(), served);
      if (queue.isEmpty() || now >= queue.element().worth()) {
        chosen.add(top.candidate());
        stored += parts;
        top.candidate().reasons().forEach(r -> served.merge(r.use(), 1, Integer::sum));
      } else {
        queue.add(new Ranked(top.candidate(), now));
      }
    }
    return List.copyOf(chosen);
  }

  private static double beside(Candidate candidate, Map<TableUse, Integer> served) {
    return candidate.reasons().stream()
        .mapToDouble(r -> r.worth() * Math.pow(0.5, served.getOrDefault(r.use(), 0)))
        .sum();
  }

  private static void add(
      Map<List<IndexDefinition>, Candidate> candidates,
      Table table,
      Idea idea,
      TableUse use,
      double worth) {
    boolean exists = idea.indexes().stream().anyMatch(i -> exists(table, i));
    if (!exists && worth > 0) {
      var reason = new Reason(use, idea.purpose(), worth);
      candidates.merge(
          idea.indexes(),
          new Candidate(table, idea.indexes(), List.of(reason)),
          (old, _) -> old.with(reason));
    }
  }

  private static boolean exists(Table table, IndexDefinition index) {
    boolean plain =
        index.method() == IndexMethod.BTREE
            && index.predicate().isEmpty()
            && index.include().isEmpty()
            && index.columns().size() == index.keys().size()
            && index.keys().stream().allMatch(k -> k.operatorClass().isEmpty());
    return plain && table.indexes().stream().anyMatch(i -> i.covers(keys(index)));
  }

  private static List<Key> keys(IndexDefinition index) {
    var columns = index.columns();
    return IntStream.range(0, columns.size())
        .mapToObj(i ->
            new Key(
                columns.get(i), index.keys().get(i).descending(), index.keys().get(i).nullsFirst()))
        .toList();
  }
}
