package dev.proven.postgres.index;

import dev.proven.postgres.index.Term.Access;
import java.util.ArrayList;
import java.util.List;

/**
 * A rough idea, before anything is created, of the share of a workload that an index may spare. It
 * ranks candidates and is shown to nobody.
 */
final class Worth {
  /** A row fetched through an index costs about as much as this many read one after the other. */
  private static final double FETCH = 3;

  private static final double RANGE_SHARE = 0.3;
  private static final double BESIDE_AN_INDEX = 0.3;

  /** What counts only after another index has helped counts less. */
  private static final double AFTER_OTHERS = 0.3;

  private final Table table;
  private final TableUse use;
  private final List<Key> keys;

  private Worth(Table table, TableUse use, List<Key> keys) {
    this.table = table;
    this.use = use;
    this.keys = keys;
  }

  /** 0 where the index serves nothing, else up to the use's own share of the workload. */
  static double of(Table table, TableUse use, List<Key> keys) {
    double share = Math.max(use.share(), AFTER_OTHERS * use.shareOfRest());
    return new Worth(table, use, keys).spared() * use.importance() * share;
  }

  private double spared() {
    boolean covers = !use.wholeRow() && columns().containsAll(use.needed());
    double size = IndexSize.estimate(table, keys) / Math.max(1, table.bytes());
    double read = share() * (covers ? Math.min(1, size) : FETCH);
    double found = Math.max(0, 1 - read) * (use.usesIndex() ? BESIDE_AN_INDEX : 1);
    // Among indexes that do the same, the smaller one is looked at first.
    return Math.max(found, ordered()) * (1 - 0.1 * Math.min(1, size));
  }

  private List<String> columns() {
    return keys.stream().map(Key::column).toList();
  }

  /** The share of the table's rows that is read through the index. */
  private double share() {
    var equal = new ArrayList<String>();
    double joined = 1;
    for (Key key : keys) {
      if (has(key, Access.EQUAL)) {
        equal.add(key.column());
      } else if (has(key, Access.JOIN)) {
        joined = Math.min(joined, joined(key));
      } else {
        return joined * selectivity(equal) * scanned(key);
      }
    }
    return joined * selectivity(equal);
  }

  private double selectivity(List<String> equal) {
    return equal.isEmpty() ? 1 : table.selectivity(equal);
  }

  /** What of the table survives the join, since the planner has estimated that. */
  private double joined(Key key) {
    double rows =
        use.terms(Access.JOIN).stream()
            .filter(t -> t.column().column().equals(key.column()))
            .mapToDouble(Term::rows)
            .min()
            .orElse(table.rows());
    return Math.min(1, rows / Math.max(1, table.rows()));
  }

  private double scanned(Key key) {
    if (has(key, Access.RANGE) || has(key, Access.PREFIX)) {
      double all = use.scan().rows() / Math.max(1, table.rows());
      return use.readsAllRows() ? Math.clamp(Math.sqrt(all), 0.01, RANGE_SHARE) : RANGE_SHARE;
    }
    return has(key, Access.MEMBER)
        ? Math.min(RANGE_SHARE, 4 * table.selectivity(List.of(key.column())))
        : 1;
  }

  private boolean has(Key key, Access access) {
    return use.terms(access).stream().anyMatch(t -> t.column().column().equals(key.column()));
  }

  private double ordered() {
    double best = 0;
    for (TableUse.Order order : use.orders()) {
      boolean inOrder = columns().contains(order.keys().getFirst().column().column());
      double gain = order.stopsEarly() && order.rows() > 1000 ? 0.9 : 0.1;
      best = Math.max(best, inOrder ? gain : 0);
    }
    return best;
  }
}
