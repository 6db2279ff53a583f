package dev.proven.postgres;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
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
      SELECT s.most_common_vals::text::text[], s.most_common_freqs, s.histogram_bounds::text::text[],
        s.null_frac::float8, CASE WHEN s.n_distinct < 0
          THEN -s.n_distinct * greatest(c.reltuples, 1) ELSE s.n_distinct END::float8
      FROM pg_stats s JOIN pg_class c ON c.oid = to_regclass(?)
      WHERE s.schemaname = ? AND s.tablename = ? AND s.attname = ?
      ORDER BY s.inherited DESC
      """;

  /** A row with a rare value may be the last one that is looked at. */
  private static final String SHORT = "3s";

  private final Connection connection;
  private final Map<List<String>, ColumnValues> known = new HashMap<>();

  ValueSampler(Connection connection) {
    this.connection = connection;
  }

  /**
   * The n-th of a column's values, from 0, of which the first is the typical one; none where the
   * table is empty.
   */
  @Nullable String typical(ParameterUse use, int n) throws SQLException {
    if (use.isPlainColumn()) {
      var values = statistics(use).typicalFirst();
      if (!values.isEmpty()) {
        return values.get(n % values.size());
      }
    }
    return fromRow(use, n);
  }

  /** How a column's rows fall on frequent and rare values; empty where they do so evenly. */
  Optional<ColumnValues.Skew> skew(ParameterUse use, int seed) throws SQLException {
    return use.isPlainColumn() ? statistics(use).skew(seed) : Optional.empty();
  }

  /** The key that most of some rows' documents have, as far as they are objects. */
  Optional<String> key(String table, String alias, String document) {
    try {
      return Sql.text(
          connection,
          "SELECT k FROM (SELECT (%s)::jsonb AS d FROM (SELECT * FROM %s LIMIT %d) AS %s) AS s,"
                  .formatted(document, table, ROWS, alias)
              + " jsonb_object_keys(CASE WHEN jsonb_typeof(d) = 'object' THEN d ELSE '{}' END)"
              + " AS k GROUP BY k ORDER BY count(*) DESC, k LIMIT 1");
    } catch (SQLException e) {
      return Optional.empty();
    }
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
    var usual = Sql.text(connection, "SELECT current_setting('statement_timeout')").orElse("0");
    Sql.set(connection, "statement_timeout", SHORT);
    try {
      Sql.list(connection, r -> rows.add(row(r, others.size())), query);
    } catch (SQLException e) {
      return List.of(); // It would take too long; each gets a value of its own.
    } finally {
      Sql.set(connection, "statement_timeout", usual);
    }
    return rows.isEmpty() ? List.of() : rows.getFirst();
  }

  private static List<@Nullable String> row(ResultSet row, int columns) throws SQLException {
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

  private ColumnValues statistics(ParameterUse use) throws SQLException {
    var key = List.of(use.schema(), use.table(), use.column());
    var found = known.get(key);
    if (found == null) {
      found =
          Sql.list(
                  connection,
                  ValueSampler::columnValues,
                  STATISTICS,
                  use.qualifiedTable(),
                  use.schema(),
                  use.table(),
                  use.column())
              .stream()
              .findFirst()
              .orElse(ColumnValues.NONE);
      known.put(key, found);
    }
    return found;
  }

  private static ColumnValues columnValues(ResultSet row) throws SQLException {
    var common = texts(row.getArray(1));
    var shares = shares(row.getArray(2));
    return common.size() == shares.size()
        ? new ColumnValues(
            common, shares, texts(row.getArray(3)), row.getDouble(4), row.getDouble(5))
        : ColumnValues.NONE;
  }

  private static List<String> texts(@Nullable Array array) throws SQLException {
    return array == null ? List.of() : List.of((String[]) array.getArray());
  }

  private static List<Double> shares(@Nullable Array array) throws SQLException {
    return array == null
        ? List.of()
        : Stream.of((Float[]) array.getArray()).map(Float::doubleValue).toList();
  }
}
