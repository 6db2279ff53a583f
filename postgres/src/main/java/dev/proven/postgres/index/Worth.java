package dev.proven.postgres.index;

import dev.proven.postgres.index.Term.Access;
import dev.proven.postgres.whatif.IndexDefinition;
import dev.proven.postgres.whatif.IndexMethod;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A rough idea, before anybody is asked, of the share of a workload that an index may spare. It
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
  private final Idea idea;
  private final IndexDefinition index;
  private final Selectivity selectivity;

  private Worth(Table table, TableUse use, Idea idea, Selectivity selectivity) {
    this.selectivity = selectivity;
    this.table = table;
    this.use = use;
    this.idea = idea;
    this.index = idea.indexes().getFirst();
  }

  /** 0 where the idea serves nothing, else up to the use's own share of the workload. */
  static double of(Table table, TableUse use, Idea idea, Selectivity selectivity) {
    double share = Math.max(use.share(), AFTER_OTHERS * use.shareOfRest());
    return new Worth(table, use, idea, selectivity).spared() * use.importance() * share;
  }

  private double spared() {
    boolean covers = covers();
    double kept = selectivity.of(table, use.alias(), idea.served());
    double held = index.predicate().isEmpty() ? 1 : Math.min(1, 2 * kept);
    double size =
        idea.indexes().stream().mapToDouble(i -> IndexSize.estimate(table, i)).sum()
            * held
            / Math.max(1, table.bytes());
    double read = joined() * kept * (covers ? Math.min(1, size) : FETCH);
    double found = Math.max(0, 1 - read) * (covers ? 1 : besideExisting());
    // Among indexes that do the same, the smaller one is looked at first.
    return Math.max(found, ordered()) * (1 - 0.1 * Math.min(1, size));
  }

  private boolean covers() {
    var stored = new HashSet<>(index.columns());
    stored.addAll(index.include());
    return idea.indexes().size() == 1
        && index.method() == IndexMethod.BTREE
        && !use.wholeRow()
        && stored.containsAll(needed());
  }

  /** Conditions in the predicate need not be checked. */
  private Set<String> needed() {
    return index.predicate().isEmpty() ? use.needed() : use.neededWithout(idea.served());
  }

  /** An index that begins alike finds the same rows already; only fewer of them are fetched. */
  private double besideExisting() {
    var columns = index.columns();
    boolean plain = index.method() == IndexMethod.BTREE && columns.size() == index.keys().size();
    if (!plain || !index.predicate().isEmpty()) {
      return use.usesIndex() ? BESIDE_AN_INDEX : 1;
    }
    var keys = columns.stream().map(Key::of).toList();
    if (table.indexes().stream().anyMatch(i -> i.isLengthenedBy(keys))) {
      return 0;
    }
    boolean alike = table.indexes().stream().anyMatch(i -> i.beginsLike(keys));
    return alike || use.usesIndex() ? BESIDE_AN_INDEX : 1;
  }

  /** What of the table meets the others, before the conditions with constants narrow it. */
  private double joined() {
    double joined = 1;
    for (String column : index.columns()) {
      if (has(column, Access.JOIN)) {
        joined = Math.min(joined, joined(column));
      } else if (!has(column, Access.EQUAL)) {
        break;
      }
    }
    return joined;
  }

  private double joined(String column) {
    var constants =
        use.terms().stream()
            .filter(t -> t.others().isEmpty())
            .map(Term::text)
            .collect(Collectors.toSet());
    double rows =
        use.terms(Access.JOIN).stream()
            .filter(t -> t.column().column().equals(column))
            .mapToDouble(Term::rows)
            .min()
            .orElse(table.rows());
    double left = selectivity.of(table, use.alias(), constants);
    return Math.min(1, rows / Math.max(1, table.rows()) / left);
  }

  private boolean has(String column, Access access) {
    return use.terms(access).stream().anyMatch(t -> t.column().column().equals(column));
  }

  private double ordered() {
    double best = 0;
    for (TableUse.Order order : use.orders()) {
      boolean inOrder = isSortedBy(order.keys().getFirst());
      double gain = order.stopsEarly() && order.rows() > 1000 ? 0.9 : 0.1;
      best = Math.max(best, inOrder ? gain : 0);
    }
    return best;
  }

  private boolean isSortedBy(SortKey sort) {
    List<String> subjects = index.keys().stream().map(k -> k.subject().sql()).toList();
    return sort.expression().isEmpty()
        ? index.columns().contains(sort.column().column())
        : subjects.contains("(" + sort.expression() + ")");
  }
}
