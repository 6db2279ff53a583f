package dev.proven.postgres.whatif;

import dev.proven.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Gives an expression of an index in the twin the statistics that ANALYZE would find for it. */
final class ExpressionImport {
  private ExpressionImport() {}

  /**
   * Writes them; where nothing is known of the values, nothing.
   *
   * @param position of the key in the index, from 1
   * @param rows of the index
   */
  static void write(
      Connection owner, QualifiedName index, int position, ColumnStatistics found, double rows)
      throws SQLException {
    if (found.distinct() <= 0) {
      return;
    }
    double fraction = found.distinct() / Math.max(1, rows);
    var order =
        IntStream.range(0, found.common().size())
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -found.frequencies().get(i)))
            .toList();
    Sql.list(
        owner,
        r -> r.getBoolean(1),
        """
        SELECT pg_restore_attribute_stats('schemaname', ?::text, 'relname', ?::text,
          'attnum', ?::smallint, 'inherited', false, 'null_frac', ?::real,
          'avg_width', ?::integer, 'n_distinct', ?::real, 'most_common_vals', %s,
          'most_common_freqs', %s, 'histogram_bounds', %s)
        """
            .formatted(
                array(order.stream().map(found.common()::get).toList(), found.sqlType(), ""),
                frequencies(order.stream().map(found.frequencies()::get).toList()),
                found.bounds().size() < 2
                    ? "NULL::text"
                    : array(found.bounds(), found.sqlType(), " ORDER BY v")),
        index.schema(),
        index.name(),
        position,
        found.nullFraction(),
        (int) Math.round(found.asKey(rows).sizes().mean()),
        fraction > 0.1 ? -fraction : found.distinct());
  }

  private static String array(List<String> values, String type, String order) {
    if (values.isEmpty()) {
      return "NULL::text";
    }
    var literals = String.join(", ", values.stream().map(Sql::literal).toList());
    return "(SELECT array_agg(v::"
        + type
        + order
        + ")::text FROM unnest(ARRAY["
        + literals
        + "]::"
        + type
        + "[]) v)";
  }

  private static String frequencies(List<Double> values) {
    if (values.isEmpty()) {
      return "NULL::real[]";
    }
    var numbers = values.stream().map(v -> String.format(Locale.ROOT, "%.9g", v)).toList();
    return "ARRAY[" + String.join(", ", numbers) + "]::real[]";
  }
}
