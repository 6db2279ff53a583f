package dev.proven.postgres.index;

import dev.proven.postgres.index.Term.Access;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * How one statement uses one occurrence of a table.
 *
 * @param part the statement's id
 * @param importance what the statement is worth among all, 0 to 1
 * @param alias of the occurrence in the statement's plan
 * @param table which table
 * @param scan the node that reads it
 * @param share of the statement's estimated cost that is spent below the scan, 0 to 1
 * @param shareOfRest the same share of what is left without the costlier tables, 0 to 1
 * @param repeated whether it is read once for each row of something else
 * @param terms conditions on its bare columns
 * @param orders leading sort keys that are all columns of it
 * @param groups columns of it that rows are grouped by
 * @param needed columns that the statement needs of it; holds {@code *} for the whole row
 * @param neededElsewhere those of them that it needs for more than the scan's own conditions
 */
record TableUse(
    String part,
    double importance,
    String alias,
    TableName table,
    PlanNode scan,
    double share,
    double shareOfRest,
    boolean repeated,
    List<Term> terms,
    List<Order> orders,
    List<List<String>> groups,
    Set<String> needed,
    Set<String> neededElsewhere) {

  /**
   * An order in which the rows are wanted.
   *
   * @param keys leading sort keys, all of this table
   * @param stopsEarly whether only the first rows are wanted
   * @param rows that are sorted, as estimated
   */
  record Order(List<SortKey> keys, boolean stopsEarly, double rows) {}

  /** The same use of another table, such as the only partition that is read. */
  TableUse of(TableName other) {
    return new TableUse(
        part,
        importance,
        alias,
        other,
        scan,
        share,
        shareOfRest,
        repeated,
        terms,
        orders,
        groups,
        needed,
        neededElsewhere);
  }

  /** The terms of that access. */
  List<Term> terms(Access access) {
    return terms.stream().filter(t -> t.access() == access).toList();
  }

  /**
   * The columns that are needed of rows of which some conditions are known to hold.
   *
   * @param conditions of the scan, as the plan shows them
   */
  Set<String> neededWithout(Collection<String> conditions) {
    var columns = new TreeSet<>(neededElsewhere);
    OwnCondition.of(this).stream()
        .filter(c -> !conditions.contains(c.planned()))
        .forEach(c -> columns.addAll(c.columns()));
    return columns;
  }

  boolean wholeRow() {
    return needed.contains("*");
  }

  /** Whether it is read through an index already. */
  boolean usesIndex() {
    return scan.type().startsWith("Index") || scan.type().startsWith("Bitmap");
  }

  boolean readsAllRows() {
    return scan.type().equals("Seq Scan");
  }
}
