package dev.proven.postgres.whatif;

import dev.proven.postgres.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Gives the twin the target's planner statistics of columns, through the function that PostgreSQL
 * 18 has for restoring a dump. What the role may not read is not there, and the planner guesses.
 */
final class StatisticsImport {
  /** Rows a call. */
  private static final int BATCH = 200;

  /** What pg_restore_attribute_stats takes, with its type; the last three are new in 17. */
  private static final List<Field> FIELDS =
      List.of(
          new Field("null_frac", "real"),
          new Field("avg_width", "integer"),
          new Field("n_distinct", "real"),
          new Field("most_common_vals", "text"),
          new Field("most_common_freqs", "real[]"),
          new Field("histogram_bounds", "text"),
          new Field("correlation", "real"),
          new Field("most_common_elems", "text"),
          new Field("most_common_elem_freqs", "real[]"),
          new Field("elem_count_histogram", "real[]"),
          new Field("range_length_histogram", "text"),
          new Field("range_empty_frac", "real"),
          new Field("range_bounds_histogram", "text"));

  /** A column of pg_stats. */
  private record Field(String name, String type) {
    boolean isIn(int majorVersion) {
      return majorVersion >= 17 || !name.startsWith("range");
    }
  }

  /** Statistics of one column: place, then fields, all as text. */
  record Row(List<@Nullable String> values) {}

  private final Connection twin;
  private final LeftOut leftOut;

  StatisticsImport(Connection twin, LeftOut leftOut) {
    this.twin = twin;
    this.leftOut = leftOut;
  }

  /** Copies what the target's role may read. */
  void copy(Connection target, int majorVersion) throws SQLException {
    write(
        Sql.list(
            target,
            StatisticsImport::row,
            select(majorVersion)
                + " WHERE s.schemaname !~ '^pg_' AND s.schemaname <> 'information_schema'"));
  }

  /** Those of a table and of its indexes but one. */
  static List<Row> read(
      Connection connection, int majorVersion, QualifiedName table, String withoutIndex)
      throws SQLException {
    return Sql.list(
        connection,
        StatisticsImport::row,
        select(majorVersion)
            + " WHERE s.schemaname = ? AND s.tablename <> ? AND (s.tablename = ? OR s.tablename IN"
            + " (SELECT x.indexname FROM pg_indexes x WHERE x.schemaname = ? AND x.tablename = ?))",
        table.schema(),
        withoutIndex,
        table.name(),
        table.schema(),
        table.name());
  }

  private static String select(int majorVersion) {
    var fields =
        FIELDS.stream()
            .map(f -> f.isIn(majorVersion) ? "s." + f.name() + "::text" : "NULL")
            .collect(Collectors.joining(", "));
    return "SELECT s.schemaname, s.tablename, s.attname, s.inherited::text, "
        + fields
        + " FROM pg_stats s";
  }

  private static Row row(ResultSet row) throws SQLException {
    var values = new ArrayList<@Nullable String>();
    for (int i = 1; i <= 4 + FIELDS.size(); i++) {
      values.add(row.getString(i));
    }
    return new Row(values);
  }

  /** Writes statistics that were read. */
  void write(List<Row> rows) throws SQLException {
    for (int i = 0; i < rows.size(); i += BATCH) {
      writeSome(rows.subList(i, Math.min(rows.size(), i + BATCH)));
    }
  }

  /** One that the server refuses would take the others of its call with it. */
  private void writeSome(List<Row> rows) throws SQLException {
    try {
      call(rows);
    } catch (SQLException e) {
      if (rows.size() == 1) {
        var values = rows.getFirst().values();
        leftOut.add(
            "statistics of " + values.get(0) + "." + values.get(1) + "." + values.get(2),
            String.valueOf(e.getMessage()));
        return;
      }
      for (Row row : rows) {
        writeSome(List.of(row));
      }
    }
  }

  private void call(List<Row> rows) throws SQLException {
    var arguments = new StringBuilder();
    for (int i = 0; i < FIELDS.size(); i++) {
      arguments.append(
          ", '%s', v.f%d::%s".formatted(FIELDS.get(i).name(), 4 + i, FIELDS.get(i).type()));
    }
    int width = 4 + FIELDS.size();
    var names = IntStream.range(0, width).mapToObj(i -> "f" + i).collect(Collectors.joining(", "));
    var marks =
        IntStream.range(0, width).mapToObj(i -> "?::text[]").collect(Collectors.joining(", "));
    var query =
        "SELECT pg_restore_attribute_stats('schemaname', v.f0, 'relname', v.f1, 'attname', v.f2,"
            + " 'inherited', v.f3::boolean"
            + arguments
            + ") FROM unnest("
            + marks
            + ") v("
            + names
            + ") JOIN pg_namespace n ON n.nspname = v.f0"
            + " JOIN pg_class c ON c.relname = v.f1 AND c.relnamespace = n.oid"
            + " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = v.f2";
    var columns = new Object[width];
    for (int i = 0; i < width; i++) {
      int at = i;
      columns[i] = twin.createArrayOf("text", rows.stream().map(r -> r.values().get(at)).toArray());
    }
    Sql.list(twin, r -> r.getBoolean(1), query, columns);
  }
}
