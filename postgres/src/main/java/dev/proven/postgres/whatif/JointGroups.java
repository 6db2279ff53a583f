package dev.proven.postgres.whatif;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How many different values several columns have together. Columns are taken as independent except
 * where something tells better: a unique key, extended statistics, a reference to another table's
 * key, or that both follow the order of the rows.
 */
final class JointGroups {
  /** Columns that follow the order of the rows this well change their values together. */
  private static final double IN_ORDER = 0.98;

  private final References references;

  JointGroups(References references) {
    this.references = references;
  }

  /**
   * The number of different values.
   *
   * @param distinct of each column by itself; a key that is no column has any name
   * @param rows that the index holds
   */
  double of(TableStatistics table, Map<String, Double> distinct, double rows) throws SQLException {
    var columns = distinct.keySet();
    if (table.uniqueKeys().stream().anyMatch(columns::containsAll)) {
      return rows;
    }
    var left = new HashSet<>(columns);
    double product = 1;
    for (var group : groups(table, columns)) {
      if (left.containsAll(group.getKey())) {
        left.removeAll(group.getKey());
        product *= group.getValue();
      }
    }
    product *= inOrder(table, left, distinct);
    for (String column : left) {
      product *= distinct.getOrDefault(column, rows);
    }
    return seen(product, rows);
  }

  /** Of so many possible values those that some of the rows have, if each is as likely. */
  static double seen(double possible, double rows) {
    return Math.clamp(-possible * Math.expm1(-rows / possible), 1, Math.max(1, rows));
  }

  /** What is known of sets of columns, the largest set first. */
  private List<Map.Entry<Set<String>, Double>> groups(TableStatistics table, Set<String> columns)
      throws SQLException {
    var all = new HashMap<>(table.groups());
    references.of(table, columns).forEach((set, number) -> all.merge(set, number, Math::min));
    return all.entrySet().stream()
        .filter(e -> columns.containsAll(e.getKey()))
        .sorted(
            Comparator.comparingInt((Map.Entry<Set<String>, Double> e) -> -e.getKey().size())
                .thenComparing(Map.Entry.comparingByValue()))
        .toList();
  }

  /**
   * Of columns that follow the order of the rows a new value of either makes a new pair. Takes them
   * out of those that are left.
   */
  private static double inOrder(
      TableStatistics table, Set<String> left, Map<String, Double> distinct) {
    var ordered = new ArrayList<String>();
    for (String name : left) {
      var column = table.columns().get(name);
      if (column != null && Math.abs(column.correlation()) > IN_ORDER && column.distinct() > 1) {
        ordered.add(name);
      }
    }
    if (ordered.size() < 2) {
      return 1;
    }
    ordered.forEach(left::remove);
    return ordered.stream().mapToDouble(c -> distinct.getOrDefault(c, 1.0)).sum();
  }
}
