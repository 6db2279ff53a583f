package dev.proven.postgres;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Picks values that a column really holds: from the planner's statistics, which cost nothing to
 * read, else from one of its rows.
 */
final class ValueSampler {
  /** So many rows are looked at for values of an expression. */
  private static final int ROWS = 10_000;

  private static final String STATISTICS =
      """
      SELECT most_common_vals::text::text[], most_common_freqs, histogram_bounds::text::text[]
      FROM pg_stats WHERE schemaname = ? AND tablename = ? AND attname = ?
      ORDER BY inherited DESC
      """;

  /**
   * What the planner knows of a column.
   *
   * @param common the most common values, the most common first
   * @param commonShare of the rows
   * @param bounds of parts of equal size of the others, sorted
   */
  private record Statistics(List<String> common, double commonShare, List<String> bounds) {
    /** Values as the rows have them: the common ones where those are most of the rows. */
    List<String> typical() {
      return bounds.isEmpty() || (commonShare > 0.5 && !common.isEmpty()) ? common : bounds;
    }
  }

  private final Connection connection;
  private final Map<List<String>, Statistics> known = new HashMap<>();

  ValueSampler(Connection connection) {
    this.connection = connection;
  }

  /** The n-th of some typical values, from 0; none where the table is empty. */
  @Nullable String typical(ParameterUse use, int n) throws SQLException {
    if (use.isPlainColumn()) {
      var values = statistics(use).typical();
      if (!values.isEmpty()) {
        return values.get((values.size() / 2 + n) % values.size());
      }
    }
    return fromRow(use, n);
  }

  /** An expression that means nothing in one row, such as an aggregate, is left to the caller. */
  boolean canSample(ParameterUse use) {
    try {
      fromRow(use, 0);
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  /** A value below which that share of the column lies; about so for an expression. */
  @Nullable String quantile(ParameterUse use, double share) throws SQLException {
    var bounds = use.isPlainColumn() ? statistics(use).bounds() : List.<String>of();
    return bounds.isEmpty()
        ? typical(use, 0)
        : bounds.get((int) Math.round(share * (bounds.size() - 1)));
  }

  /**
   * Values that an expression has in some of a table's rows, the most frequent first; empty where
   * it means nothing in one row, such as an aggregate, or the role may not compute it.
   *
   * @param table as SQL
   * @param alias of the table in the expression, as SQL
   */
  List<String> typical(String table, String alias, String expression, int most) {
    try {
      return Sql.list(
          connection,
          r -> r.getString(1),
          "SELECT v FROM (SELECT (%s)::text AS v FROM (SELECT * FROM %s LIMIT %d) AS %s) AS s"
                  .formatted(expression, table, ROWS, alias)
              + " WHERE v IS NOT NULL GROUP BY v ORDER BY count(*) DESC, v LIMIT "
              + most);
    } catch (SQLException e) {
      return List.of();
    }
  }

  /**
   * The value of an expression below which that share of some of a table's rows lies; empty as for
   * typical ones.
   */
  Optional<String> quantile(String table, String alias, String expression, double share) {
    try {
      return Sql.text(
          connection,
          "SELECT (percentile_disc(%s) WITHIN GROUP (ORDER BY (%s)))::text"
              .concat(" FROM (SELECT * FROM %s LIMIT %d) AS %s")
              .formatted(share, expression, table, ROWS, alias));
    } catch (SQLException e) {
      return Optional.empty();
    }
  }

  /** Values of other columns in a row that has this value; empty where no such row is found. */
  List<@Nullable String> companions(ParameterUse use, String value, List<ParameterUse> others)
      throws SQLException {
    var columns = String.join(", ", others.stream().map(o -> o.expression() + "::text").toList());
    var query =
        "SELECT %s FROM %s WHERE %s = %s AND (%s) IS NOT NULL LIMIT 1"
            .formatted(
                columns, use.qualifiedTable(), use.expression(), Sql.literal(value), columns);
    var rows = new ArrayList<List<@Nullable String>>();
    Sql.list(connection, r -> rows.add(row(r, others.size())), query);
    return rows.isEmpty() ? List.of() : rows.getFirst();
  }

  private static List<@Nullable String> row(java.sql.ResultSet row, int columns)
      throws SQLException {
    var values = new ArrayList<@Nullable String>();
    for (int i = 1; i <= columns; i++) {
      values.add(row.getString(i));
    }
    return values;
  }

  /** Any row of the table, as text; empty where there is none. */
  List<@Nullable String> anyRow(String table, List<String> columns) throws SQLException {
    var list = String.join(", ", columns.stream().map(c -> Sql.identifier(c) + "::text").toList());
    var rows = new ArrayList<List<@Nullable String>>();
    var query = "SELECT " + list + " FROM " + table + " LIMIT 1";
    Sql.list(connection, r -> rows.add(row(r, columns.size())), query);
    return rows.isEmpty() ? List.of() : rows.getFirst();
  }

  private @Nullable String fromRow(ParameterUse use, int n) throws SQLException {
    return Sql.text(
            connection,
            "SELECT (%1$s)::text FROM %2$s WHERE %1$s IS NOT NULL OFFSET %3$d LIMIT 1"
                .formatted(use.expression(), use.qualifiedTable(), n))
        .orElse(null);
  }

  private Statistics statistics(ParameterUse use) throws SQLException {
    var key = List.of(use.schema(), use.table(), use.column());
    var found = known.get(key);
    if (found == null) {
      found =
          Sql.list(
                  connection,
                  r ->
                      new Statistics(
                          texts(r.getArray(1)), sum(r.getArray(2)), texts(r.getArray(3))),
                  STATISTICS,
                  key.toArray())
              .stream()
              .findFirst()
              .orElse(new Statistics(List.of(), 0, List.of()));
      known.put(key, found);
    }
    return found;
  }

  private static List<String> texts(@Nullable Array array) throws SQLException {
    return array == null ? List.of() : List.of((String[]) array.getArray());
  }

  private static double sum(@Nullable Array array) throws SQLException {
    double sum = 0;
    if (array != null) {
      for (var share : (Float[]) array.getArray()) {
        sum += share;
      }
    }
    return sum;
  }
}
