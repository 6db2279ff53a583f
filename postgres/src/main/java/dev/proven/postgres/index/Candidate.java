package dev.proven.postgres.index;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An index that may help.
 *
 * @param table what it would be on
 * @param keys one to three
 * @param reasons why, the weightiest first
 */
record Candidate(Table table, List<Key> keys, List<Reason> reasons) {
  /**
   * Why an index may help one statement.
   *
   * @param use what the statement does with the table
   * @param purpose how the index would serve it
   * @param worth the share of the whole workload's cost it may spare, 0 to 1; only for ranking
   */
  record Reason(TableUse use, String purpose, double worth) {}

  double worth() {
    return reasons.stream().mapToDouble(Reason::worth).sum();
  }

  /** Stable and readable, such as {@code lineitem.l_partkey+l_quantity}. */
  String id() {
    return table.name() + "." + keys.stream().map(Key::id).collect(Collectors.joining("+"));
  }

  String title() {
    return "index on "
        + table.name()
        + keys.stream().map(Key::text).collect(Collectors.joining(", ", " (", ")"));
  }

  List<String> columns() {
    return keys.stream().map(Key::column).toList();
  }

  double bytes() {
    return IndexSize.estimate(table, keys);
  }

  Candidate with(Reason reason) {
    var all = new ArrayList<>(reasons);
    all.add(reason);
    all.sort((a, b) -> Double.compare(b.worth(), a.worth()));
    return new Candidate(table, keys, List.copyOf(all));
  }
}
