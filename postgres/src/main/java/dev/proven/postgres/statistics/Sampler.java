package dev.proven.postgres.statistics;

import dev.proven.postgres.Sql;
import dev.proven.postgres.index.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Asks some rows of a table, the same ones each time: whole pages from all over it. It reads what a
 * role that may only read can read, and no statement of the user's is executed.
 */
final class Sampler {
  /** As many as ANALYZE looks at by default. */
  static final double ROWS = 30_000;

  private static final int SEED = 1;

  private final Connection connection;

  /** In a session whose statements have a time limit. */
  Sampler(Connection connection) {
    this.connection = connection;
  }

  /** Which of the conditions its rows fulfil. */
  Pattern pattern(TableFacts table, String alias, List<Atom> atoms) throws SQLException {
    var mask =
        IntStream.range(0, atoms.size())
            .mapToObj(i -> "CASE WHEN " + atoms.get(i).sql() + " THEN " + (1 << i) + " ELSE 0 END")
            .collect(Collectors.joining(" + "));
    var counts = new TreeMap<Integer, Long>();
    read(
        "SELECT " + mask + ", count(*) FROM " + sample(table, alias) + " GROUP BY 1",
        r -> counts.put(r.getInt(1), r.getLong(2)));
    return new Pattern(counts.values().stream().mapToLong(Long::longValue).sum(), counts);
  }

  /**
   * How many groups there are.
   *
   * @param rows of the sample
   * @param groups in it
   * @param single groups of one row
   */
  record Groups(double rows, double groups, double single) {
    /**
     * Of the whole table, by the estimator that ANALYZE uses: Haas and Stokes, "Estimating the
     * number of classes in a finite population" (1998), Duj1.
     *
     * @param all rows of the table
     */
    double of(double all) {
      double share = rows / Math.max(all, rows);
      return Math.min(
          Math.max(all, rows), rows * groups / Math.max(1, rows - single + single * share));
    }
  }

  /** How many groups some keys make. */
  Groups groups(TableFacts table, String alias, List<String> keys) throws SQLException {
    var seen = new ArrayList<Groups>();
    read(
        "SELECT coalesce(sum(c), 0), count(*), count(*) FILTER (WHERE c = 1) FROM (SELECT count(*)"
            + " AS c FROM "
            + sample(table, alias)
            + " GROUP BY "
            + keys.stream().map(k -> "(" + k + ")").collect(Collectors.joining(", "))
            + ") AS proven_groups",
        r -> seen.add(new Groups(r.getDouble(1), r.getDouble(2), r.getDouble(3))));
    return seen.getFirst();
  }

  private void read(String query, Sql.Row<Object> row) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      try (var result =
          statement.executeQuery(query.replaceFirst("^SELECT", "SELECT /*proven*/"))) {
        while (result.next()) {
          row.of(result);
        }
      }
    }
  }

  private static String sample(TableFacts table, String alias) {
    return from(table.name(), alias)
        + String.format(
            Locale.ROOT,
            " TABLESAMPLE SYSTEM (%.6f) REPEATABLE (%d)",
            Math.clamp(100 * ROWS / Math.max(1, table.rows()), 0.0001, 100),
            SEED);
  }

  /** The table alone, without those that inherit from it, as a scan in a plan reads it. */
  static String from(TableName table, String alias) {
    return "ONLY " + table.quoted() + " AS " + Sql.identifier(alias);
  }
}
