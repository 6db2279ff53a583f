package dev.proven.postgres.whatif;

import dev.proven.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sets of columns that hold keys of another table, and so have no more different values together
 * than that has rows. Besides declared foreign keys, columns count that look like a unique key of
 * several columns elsewhere: as many different numbers in the same range, column by column.
 */
final class References {
  private static final String DECLARED =
      """
      SELECT array(SELECT a.attname::text FROM pg_attribute a
                   WHERE a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)),
        greatest(c.reltuples, 0)
      FROM pg_constraint k JOIN pg_class c ON c.oid = k.confrelid
      WHERE k.conrelid = to_regclass(?) AND k.contype = 'f' AND cardinality(k.conkey) > 1
      """;

  /** Tables with a unique key of two to four columns. */
  private static final String KEYED =
      """
      SELECT DISTINCT n.nspname, c.relname
      FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE i.indisunique AND i.indnkeyatts BETWEEN 2 AND 4 AND c.relkind IN ('r', 'm')
        AND c.reltuples > 1000 AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
      ORDER BY 1, 2 LIMIT 500
      """;

  private static final double LEAST_DISTINCT = 50;
  private static final double ALIKE = 0.05;

  private final Connection connection;
  private final StatisticsReader reader;
  private @Nullable List<TableStatistics> keyed;

  References(Connection connection, StatisticsReader reader) {
    this.connection = connection;
    this.reader = reader;
  }

  /** The most different values that subsets of these columns have together. */
  Map<Set<String>, Double> of(TableStatistics table, Set<String> columns) throws SQLException {
    var found = new HashMap<Set<String>, Double>();
    if (columns.size() < 2) {
      return found;
    }
    var place = new QualifiedName(table.schema(), table.name());
    Sql.list(
        connection,
        r -> found.put(Set.of((String[]) r.getArray(1).getArray()), r.getDouble(2)),
        DECLARED,
        place.sql());
    for (TableStatistics other : keyed()) {
      boolean itself = other.name().equals(table.name()) && other.schema().equals(table.schema());
      if (!itself) {
        for (Set<String> key : other.uniqueKeys()) {
          alike(table, columns, other, key).ifPresent(c -> found.merge(c, other.rows(), Math::min));
        }
      }
    }
    return found;
  }

  private List<TableStatistics> keyed() throws SQLException {
    if (keyed == null) {
      var tables = new ArrayList<TableStatistics>();
      for (var place :
          Sql.list(connection, r -> new QualifiedName(r.getString(1), r.getString(2)), KEYED)) {
        var table = reader.table(place);
        if (table != null) {
          tables.add(table);
        }
      }
      keyed = tables;
    }
    return keyed;
  }

  private static Optional<Set<String>> alike(
      TableStatistics table, Set<String> columns, TableStatistics other, Set<String> key) {
    var used = new HashSet<String>();
    for (String part : key) {
      var theirs = Objects.requireNonNull(other.columns().get(part));
      columns.stream()
          .filter(c -> !used.contains(c))
          .filter(c -> table.columns().containsKey(c))
          .filter(c -> alike(Objects.requireNonNull(table.columns().get(c)), theirs))
          .findFirst()
          .ifPresent(used::add);
    }
    return key.size() > 1 && used.size() == key.size() ? Optional.of(used) : Optional.empty();
  }

  private static boolean alike(ColumnStatistics ours, ColumnStatistics theirs) {
    boolean numbers = ours.type().isNumber() && ours.type().name().equals(theirs.type().name());
    boolean known = ours.bounds().size() > 1 && theirs.bounds().size() > 1;
    if (!numbers || !known || theirs.distinct() < LEAST_DISTINCT) {
      return false;
    }
    double low = Double.parseDouble(theirs.bounds().getFirst());
    double high = Double.parseDouble(theirs.bounds().getLast());
    double near = ALIKE * (high - low);
    return Math.abs(ours.distinct() - theirs.distinct()) <= ALIKE * theirs.distinct()
        && Math.abs(Double.parseDouble(ours.bounds().getFirst()) - low) <= near
        && Math.abs(Double.parseDouble(ours.bounds().getLast()) - high) <= near;
  }
}
