package dev.proven.postgres.index;

import dev.proven.postgres.index.Term.Access;
import dev.proven.postgres.whatif.IndexDefinition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The key lists of up to four columns that could serve one use of a table, each with its purpose:
 * columns compared for equality first, then one for a range or an order, and whatever makes an
 * index-only scan possible.
 */
final class KeyLists {
  static final int MOST_COLUMNS = IndexDefinition.MOST_KEYS;

  /** An index this large beside its table is not read faster than the table. */
  private static final double COVERING_LIMIT = 0.7;

  private final Table table;
  private final TableUse use;
  private final List<String> equal;
  private final List<String> member;
  private final List<String> range;
  private final List<String> join;
  private final Map<List<Key>, String> lists = new LinkedHashMap<>();

  private KeyLists(Table table, TableUse use) {
    this.table = table;
    this.use = use;
    equal = columns(Access.EQUAL);
    member = columns(Access.MEMBER);
    range = columns(Access.RANGE);
    range.addAll(prefixes());
    join = columns(Access.JOIN);
  }

  /** The key lists with their purposes. */
  static Map<List<Key>, String> of(Table table, TableUse use) {
    var lists = new KeyLists(table, use);
    lists.constants();
    lists.joins();
    lists.orders();
    lists.covering();
    return lists.lists;
  }

  private List<String> columns(Access access) {
    return new ArrayList<>(
        use.terms(access).stream()
            .filter(t -> indexable(t.column().column()))
            .filter(t -> column(t.column().column()).isSameAs(t.cast()))
            .map(t -> t.column().column())
            .distinct()
            .sorted(Comparator.comparingDouble((String c) -> -column(c).distinct()))
            .toList());
  }

  private List<String> prefixes() {
    return columns(Access.PREFIX).stream().filter(c -> column(c).prefixOrder()).toList();
  }

  private boolean indexable(String name) {
    var column = table.columns().get(name);
    return column != null && column.sortable();
  }

  private Column column(String name) {
    return java.util.Objects.requireNonNull(table.columns().get(name));
  }

  private void constants() {
    equal.forEach(c -> add("equality", List.of(c)));
    add("equality", equal);
    range.forEach(c -> add("range", List.of(c)));
    member.forEach(c -> add("list of values", List.of(c)));
    for (String c : range) {
      add("equality, then range", plus(equal, c));
      equal.forEach(e -> add("equality, then range", List.of(e, c)));
      member.forEach(m -> add("list of values, then range", plus(equal, m, c)));
    }
    member.forEach(m -> add("equality, then list of values", plus(equal, m)));
  }

  private void joins() {
    join.forEach(c -> add("join", List.of(c)));
    sameTable().forEach(together -> add("join on several columns", together));
    for (String j : join) {
      for (String other : others()) {
        add("join, then condition", List.of(j, other));
      }
      equal.forEach(e -> add("equality, then join", List.of(e, j)));
      add("equality, then join", plus(equal, j));
    }
    for (List<String> together : sameTable()) {
      others().forEach(o -> add("join on several columns, then condition", plus(together, o)));
    }
  }

  private Set<String> others() {
    var others = new LinkedHashSet<>(equal);
    others.addAll(member);
    others.addAll(range);
    return others;
  }

  /** Join columns that meet the same other table. */
  private List<List<String>> sameTable() {
    var byOther = new LinkedHashMap<Set<String>, List<String>>();
    for (String c : join) {
      use.terms(Access.JOIN).stream()
          .filter(t -> t.column().column().equals(c))
          .forEach(t -> byOther.computeIfAbsent(t.others(), _ -> new ArrayList<>()).add(c));
    }
    return byOther.values().stream()
        .map(l -> l.stream().distinct().toList())
        .filter(l -> l.size() > 1)
        .toList();
  }

  private void orders() {
    for (TableUse.Order order : use.orders()) {
      var keys = new ArrayList<Key>();
      for (SortKey key : order.keys()) {
        if (!indexable(key.column().column())) {
          break;
        }
        keys.add(new Key(key.column().column(), key.descending(), key.nullsFirst()));
      }
      if (!keys.isEmpty()) {
        sorted(List.of(), keys, order);
        equal.forEach(e -> sorted(List.of(e), keys, order));
        sorted(equal, keys, order);
      }
    }
  }

  private void sorted(List<String> before, List<Key> keys, TableUse.Order order) {
    var all = new ArrayList<>(before.stream().map(Key::of).toList());
    var forward = keys.getFirst().descending();
    keys.stream()
        .map(k -> forward ? k.reversed() : k)
        .filter(k -> all.stream().noneMatch(a -> a.column().equals(k.column())))
        .forEach(all::add);
    addKeys(order.stopsEarly() ? "order of the first rows" : "order", all);
  }

  /** All columns the statement needs, so that the table itself is not read. */
  private void covering() {
    if (use.wholeRow() || use.needed().isEmpty() || use.needed().size() > MOST_COLUMNS) {
      return;
    }
    var bases = new ArrayList<>(lists.keySet());
    for (List<String> group : use.groups()) {
      bases.add(group.stream().map(Key::of).toList());
    }
    for (List<Key> base : bases) {
      var names = base.stream().map(Key::column).toList();
      if (use.needed().containsAll(names)) {
        cover(base, names);
      }
    }
  }

  private void cover(List<Key> base, List<String> names) {
    var keys = new ArrayList<>(base);
    use.needed().stream().filter(c -> !names.contains(c)).sorted().map(Key::of).forEach(keys::add);
    boolean small =
        IndexSize.estimate(table, keys.stream().map(Key::column).toList())
            < COVERING_LIMIT * table.bytes();
    if (small && keys.size() > names.size()) {
      addKeys("all columns the statement needs", keys);
    } else if (small) {
      lists.merge(keys, "all columns the statement needs", (a, b) -> a);
    }
  }

  private static List<String> plus(List<String> start, String... more) {
    var all = new ArrayList<>(start.subList(0, Math.min(start.size(), MOST_COLUMNS - more.length)));
    all.addAll(List.of(more));
    return all;
  }

  private void add(String purpose, List<String> columns) {
    if (!columns.isEmpty()) {
      addKeys(purpose, columns.stream().map(Key::of).toList());
    }
  }

  private void addKeys(String purpose, List<Key> keys) {
    var distinct = new LinkedHashMap<String, Key>();
    keys.forEach(k -> distinct.putIfAbsent(k.column(), k));
    var list = distinct.values().stream().limit(MOST_COLUMNS).toList();
    if (list.stream().allMatch(k -> indexable(k.column()))) {
      lists.putIfAbsent(list, purpose);
    }
  }
}
