package dev.proven.postgres.index;

import dev.proven.postgres.index.Term.Access;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A rough idea, before anything is created, of the share of a workload that an index may spare. It
 * ranks candidates and is shown to nobody.
 */
final class Worth {
  /** A row fetched through an index costs about as much as this many read one after the other. */
  private static final double FETCH = 3;

  private static final double BESIDE_AN_INDEX = 0.3;

  /** What counts only after another index has helped counts less. */
  private static final double AFTER_OTHERS = 0.3;

  private final Table table;
  private final TableUse use;
  private final List<Key> keys;
  private final Selectivity selectivity;

  private Worth(Table table, TableUse use, List<Key> keys, Selectivity selectivity) {
    this.selectivity = selectivity;
    this.table = table;
    this.use = use;
    this.keys = keys;
  }

  /** 0 where the index serves nothing, else up to the use's own share of the workload. */
  static double of(Table table, TableUse use, List<Key> keys, Selectivity selectivity) {
    double share = Math.max(use.share(), AFTER_OTHERS * use.shareOfRest());
    return new Worth(table, use, keys, selectivity).spared() * use.importance() * share;
  }

  private double spared() {
    boolean covers = !use.wholeRow() && columns().containsAll(use.needed());
    double size = IndexSize.estimate(table, keys) / Math.max(1, table.bytes());
    double read = share() * (covers ? Math.min(1, size) : FETCH);
    double found = Math.max(0, 1 - read) * (covers ? 1 : besideExisting());
    // Among indexes that do the same, the smaller one is looked at first.
    return Math.max(found, ordered()) * (1 - 0.1 * Math.min(1, size));
  }

  /** An index that begins alike finds the same rows already; only fewer of them are fetched. */
  private double besideExisting() {
    if (table.indexes().stream().anyMatch(i -> i.isLengthenedBy(keys))) {
      return 0;
    }
    boolean alike = table.indexes().stream().anyMatch(i -> i.beginsLike(keys));
    return alike || use.usesIndex() ? BESIDE_AN_INDEX : 1;
  }

  private List<String> columns() {
    return keys.stream().map(Key::column).toList();
  }

  /** The share of the table's rows that is read through the index. */
  private double share() {
    var conditions = new HashSet<String>();
    double joined = 1;
    for (Key key : keys) {
      conditions.addAll(conditions(key));
      if (has(key, Access.JOIN)) {
        joined = Math.min(joined, joined(key));
      } else if (!has(key, Access.EQUAL)) {
        // Only the first key that is no equality narrows what is read.
        break;
      }
    }
    return joined * selectivity.of(table, use.alias(), conditions);
  }

  private Set<String> conditions(Key key) {
    return use.terms().stream()
        .filter(t -> t.column().column().equals(key.column()) && t.others().isEmpty())
        .map(Term::text)
        .collect(Collectors.toSet());
  }

  /** What of the table meets the other, before the conditions with constants narrow it. */
  private double joined(Key key) {
    var constants =
        use.terms().stream()
            .filter(t -> t.others().isEmpty())
            .map(Term::text)
            .collect(Collectors.toSet());
    double rows =
        use.terms(Access.JOIN).stream()
            .filter(t -> t.column().column().equals(key.column()))
            .mapToDouble(Term::rows)
            .min()
            .orElse(table.rows());
    double left = selectivity.of(table, use.alias(), constants);
    return Math.min(1, rows / Math.max(1, table.rows()) / left);
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
