package dev.proven.postgres.whatif;

import dev.proven.postgres.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A look at some pages of a table, where the role may read it: what of its rows a predicate keeps
 * and how often keys repeat. It reads at most about four thousand pages and, of one table, always
 * the same ones. The connection must be in autocommit mode.
 */
final class RowSample {
  private static final double ROWS = 40_000;
  private static final double PAGES = 1_000;

  /** Choosing pages walks through all page numbers, which takes seconds on a larger table. */
  private static final double MOST_PAGES = 10_000_000;

  /** Values of which every part is told apart. */
  private static final double TEXTS = 10_000;

  /** Where a predicate keeps fewer rows, so many times as many pages are looked at. */
  private static final double FEW = 4_000;

  private static final double MORE = 4;

  /** Of fewer rows no share can be told. */
  private static final double LEAST_KEPT = 20;

  private final Connection connection;
  private final Set<QualifiedName> closed = new HashSet<>();

  RowSample(Connection connection) {
    this.connection = connection;
  }

  /**
   * What was seen.
   *
   * @param share of the table's rows that the predicate keeps
   * @param duplicates among all rows that it keeps, by estimate
   */
  record Seen(double share, Duplicates duplicates) {}

  /**
   * Looks at some keys.
   *
   * @param keys as SQL over unqualified columns
   * @param predicate as SQL; empty for all rows
   * @return empty where the role may not read the rows or too few were seen
   */
  Optional<Seen> of(TableStatistics table, List<String> keys, String predicate) {
    return look(table, place -> counted(table, place, keys, predicate, 1))
        .flatMap(c ->
            c.kept < FEW && c.looked < table.rows() / 2
                ? look(table, place -> counted(table, place, keys, predicate, MORE))
                : Optional.of(c))
        .filter(c -> c.kept >= LEAST_KEPT)
        .map(c -> c.among(table.rows()));
  }

  /**
   * Reads something of each of some rows.
   *
   * @param expression of type text
   * @param predicate as SQL; empty for all rows
   * @return empty where the role may not read the rows or too few were seen
   */
  Optional<List<Row>> texts(TableStatistics table, String expression, String predicate) {
    return look(table, place -> texts(table, place, expression, predicate))
        .filter(t -> t.size() >= LEAST_KEPT);
  }

  /**
   * Something of one row.
   *
   * @param page that holds the row
   * @param text what was read of it
   */
  record Row(long page, @Nullable String text) {}

  private interface Look<V> {
    V at(QualifiedName place) throws SQLException;
  }

  private <V> Optional<V> look(TableStatistics table, Look<V> look) {
    var place = new QualifiedName(table.schema(), table.name());
    if (closed.contains(place) || table.rows() < 1 || table.pages() > MOST_PAGES) {
      return Optional.empty();
    }
    try {
      if (!Sql.isTrue(connection, "SELECT row_security_active(to_regclass(?))", place.sql())) {
        return Optional.of(look.at(place));
      }
    } catch (SQLException e) {
      // The role may not read it: the statistics alone must do.
    }
    closed.add(place);
    return Optional.empty();
  }

  private List<Row> texts(
      TableStatistics table, QualifiedName place, String expression, String predicate)
      throws SQLException {
    double share = Math.min(TEXTS / table.rows(), PAGES / table.pages());
    return Sql.list(
        connection,
        r -> new Row(r.getLong(1), r.getString(2)),
        "SELECT (ctid::text::point)[0]::bigint, %s FROM %s TABLESAMPLE SYSTEM (%s) REPEATABLE (1)%s LIMIT %s"
            .formatted(
                expression,
                place.sql(),
                percent(share),
                predicate.isEmpty() ? "" : " WHERE " + predicate,
                2 * (int) TEXTS));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.6f", Math.clamp(100 * share, 1e-5, 100));
  }

  private Counted counted(
      TableStatistics table, QualifiedName place, List<String> keys, String predicate, double more)
      throws SQLException {
    double share = more * Math.min(ROWS / table.rows(), PAGES / table.pages());
    var names = new ArrayList<String>();
    var columns = new ArrayList<String>();
    for (String key : keys) {
      names.add("k" + names.size());
      columns.add(key + " AS " + names.getLast());
    }
    var query =
        """
        WITH sample AS MATERIALIZED (
          SELECT (ctid::text::point)[0] AS page, coalesce(%s, false) AS kept, %s
          FROM %s TABLESAMPLE SYSTEM (%s) REPEATABLE (1)),
        places AS (SELECT count(*) AS n, %5$s FROM sample WHERE kept GROUP BY page, %5$s),
        groups AS (SELECT sum(n) AS n, count(*) AS pages FROM places GROUP BY %5$s)
        SELECT (SELECT count(*) FROM sample), pages, count(*), sum(n) FROM groups GROUP BY pages
        """
            .formatted(
                predicate.isEmpty() ? "true" : "(" + predicate + ")",
                String.join(", ", columns),
                place.sql(),
                percent(share),
                String.join(", ", names));
    var counted = new Counted();
    Sql.list(connection, counted::add, query);
    return counted;
  }

  /** What was counted: keys and rows by the number of pages that hold a key. */
  private static final class Counted {
    private final SortedMap<Integer, Double> keys = new TreeMap<>();
    private double looked;
    private double kept;
    private double places;

    private double add(ResultSet row) throws SQLException {
      looked = row.getDouble(1);
      keys.put(row.getInt(2), row.getDouble(3));
      places += row.getInt(2) * row.getDouble(3);
      kept += row.getDouble(4);
      return kept;
    }

    /** Equal keys often lie together, so pages are counted, each with some rows of a key. */
    private Seen among(double tableRows) {
      double share = kept / looked;
      double times = tableRows / looked;
      double each = kept / places;
      var groups = new ArrayList<Duplicates.Group>();
      for (var group : Repeats.of(keys, times)) {
        groups.add(new Duplicates.Group(group.keys(), group.occurrences() * each, false));
      }
      return new Seen(share, Duplicates.among(groups, share * tableRows));
    }
  }
}
