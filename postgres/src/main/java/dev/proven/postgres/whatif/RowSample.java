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

/**
 * A look at some pages of a table, where the role may read it: what of its rows a predicate keeps
 * and how often keys repeat. It reads at most about a thousand pages and, of one table, always the
 * same ones. The connection must be in autocommit mode.
 */
final class RowSample {
  private static final double ROWS = 40_000;
  private static final double PAGES = 1_000;

  /** Choosing pages walks through all page numbers, which takes seconds on a larger table. */
  private static final double MOST_PAGES = 10_000_000;

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
   * @param distinct estimate of the different keys among all rows that it keeps
   */
  record Seen(double share, double distinct) {}

  /**
   * Looks at some keys.
   *
   * @param keys as SQL over unqualified columns
   * @param predicate as SQL; empty for all rows
   * @return empty where the role may not read the rows or too few were seen
   */
  Optional<Seen> of(TableStatistics table, List<String> keys, String predicate) {
    var place = new QualifiedName(table.schema(), table.name());
    if (closed.contains(place) || table.rows() < 1 || table.pages() > MOST_PAGES) {
      return Optional.empty();
    }
    try {
      if (!Sql.isTrue(connection, "SELECT row_security_active(to_regclass(?))", place.sql())) {
        return look(table, place, keys, predicate);
      }
    } catch (SQLException e) {
      // The role may not read it: the statistics alone must do.
    }
    closed.add(place);
    return Optional.empty();
  }

  private Optional<Seen> look(
      TableStatistics table, QualifiedName place, List<String> keys, String predicate)
      throws SQLException {
    double share = Math.min(1, Math.min(ROWS / table.rows(), PAGES / table.pages()));
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
        SELECT (SELECT count(*) FROM sample), coalesce(sum(n), 0), coalesce(sum(pages), 0),
          count(*), count(*) FILTER (WHERE pages = 1) FROM groups
        """
            .formatted(
                predicate.isEmpty() ? "true" : "(" + predicate + ")",
                String.join(", ", columns),
                place.sql(),
                String.format(Locale.ROOT, "%.6f", Math.max(1e-5, 100 * share)),
                String.join(", ", names));
    return Sql.list(connection, RowSample::counted, query).stream()
        .findFirst()
        .filter(c -> c.kept() >= LEAST_KEPT)
        .map(c -> seen(c, table.rows()));
  }

  /**
   * Counts of what was looked at.
   *
   * @param rows looked at
   * @param kept by the predicate
   * @param places pairs of a key and a page that holds it
   * @param distinct different keys
   * @param once keys that one page alone holds
   */
  private record Counted(double rows, double kept, double places, double distinct, double once) {}

  private static Counted counted(ResultSet row) throws SQLException {
    return new Counted(
        row.getDouble(1), row.getDouble(2), row.getDouble(3), row.getDouble(4), row.getDouble(5));
  }

  /**
   * The estimator of Haas and Stokes that ANALYZE uses, Duj1, over pages in place of rows: rows of
   * one page are no independent draws, and equal keys often lie together.
   */
  private static Seen seen(Counted counted, double tableRows) {
    double share = counted.kept() / counted.rows();
    double all = Math.max(counted.kept(), tableRows * share);
    double looked = counted.kept() / all;
    double n = counted.places();
    double distinct = n * counted.distinct() / (n - counted.once() + counted.once() * looked);
    return new Seen(share, Math.clamp(distinct, counted.distinct(), all));
  }
}
