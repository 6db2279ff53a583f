package dev.proven.postgres.whatif;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the catalog tells of a table's rows.
 *
 * @param schema unquoted
 * @param name unquoted
 * @param kind the catalog's letter, {@code r}, {@code p} or {@code m}
 * @param rows as the planner takes them
 * @param pages in the file
 * @param columns by name
 * @param uniqueKeys columns that together never have the same values twice
 * @param groups how many different values sets of columns have together, from extended statistics
 * @param parts the tables that hold a partitioned table's rows
 */
record TableStatistics(
    String schema,
    String name,
    String kind,
    double rows,
    long pages,
    Map<String, ColumnStatistics> columns,
    List<Set<String>> uniqueKeys,
    Map<Set<String>, Double> groups,
    List<QualifiedName> parts) {

  boolean isPartitioned() {
    return kind.equals("p");
  }
}
