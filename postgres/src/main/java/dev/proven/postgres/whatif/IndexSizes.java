package dev.proven.postgres.whatif;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Predicts how large an index would be just after it was made, from the catalog and the planner's
 * statistics alone. Only the size of a btree is modelled closely; those of other methods are rough.
 */
public final class IndexSizes {
  private static final double LIE_TOGETHER = 0.5;

  /** Of a partitioned table the indexes on so many partitions are predicted closely. */
  private static final int MOST_PARTITIONS = 8;

  /** Bytes of an entry above the leaves, where nothing else is known. */
  private static final double LIKELY_ENTRY = 24;

  private final Connection connection;
  private final StatisticsReader reader;
  private final JointGroups joint;
  private final @Nullable RowSample sample;
  private final KeyReader keys;
  private final Map<IndexDefinition, Extent> known = new HashMap<>();
  private final Map<Looked, Optional<RowSample.Seen>> seen = new HashMap<>();
  private final Map<Kept, Double> kept = new HashMap<>();
  private final Map<QualifiedName, Set<QualifiedName>> largest = new HashMap<>();

  /** What of a sample of rows was looked at. */
  private record Looked(QualifiedName table, List<IndexKey> keys, String predicate) {}

  private record Kept(QualifiedName table, String predicate) {}

  private IndexSizes(Connection connection, @Nullable RowSample sample) {
    this.connection = connection;
    this.sample = sample;
    this.reader = new StatisticsReader(connection);
    this.joint = new JointGroups(new References(connection, reader));
    this.keys = new KeyReader(connection);
  }

  /** Predicts from the catalog and the statistics alone. */
  public static IndexSizes fromCatalog(Connection connection) {
    return new IndexSizes(connection, null);
  }

  /**
   * Looks at some rows as well, where the role may read them: only they tell how predicates and
   * columns depend on each other.
   *
   * @param connection in autocommit mode
   */
  public static IndexSizes sampling(Connection connection) {
    return new IndexSizes(connection, new RowSample(connection));
  }

  /** Bytes; of an index on a partitioned table those of all its parts. */
  public long bytes(IndexDefinition index) throws SQLException {
    var table = table(index);
    if (!table.isPartitioned()) {
      return extent(index).bytes();
    }
    var bytes = 0L;
    for (var part : table.parts()) {
      bytes += part(index, part).bytes();
    }
    return bytes;
  }

  /**
   * Of the part of an index on one partition. Of many partitions only the largest are looked at,
   * and the others are taken to be like them.
   */
  Extent part(IndexDefinition index, QualifiedName partition) throws SQLException {
    var all = new QualifiedName(index.schema(), index.table());
    if (all.equals(partition) || largest(all).contains(partition)) {
      return extent(index.on(partition));
    }
    double pages = 0;
    double rows = 0;
    for (var like : largest(all)) {
      pages += extent(index.on(like)).pages();
      rows += table(index.on(like)).rows();
    }
    double share = table(index.on(partition)).rows() / Math.max(1, rows);
    long own = Math.max(index.method() == IndexMethod.HASH ? 3 : 1, Math.round(pages * share));
    return new Extent(own, own > 1 ? BtreeSize.height(own, LIKELY_ENTRY) : 0);
  }

  private Set<QualifiedName> largest(QualifiedName place) throws SQLException {
    var found = largest.get(place);
    if (found == null) {
      var parts = new HashMap<QualifiedName, Double>();
      for (var part : Objects.requireNonNull(reader.table(place)).parts()) {
        parts.put(part, Objects.requireNonNull(reader.table(part)).rows());
      }
      found =
          parts.entrySet().stream()
              .sorted(Map.Entry.<QualifiedName, Double>comparingByValue().reversed())
              .limit(MOST_PARTITIONS)
              .map(Map.Entry::getKey)
              .collect(Collectors.toSet());
      largest.put(place, found);
    }
    return found;
  }

  /** Of an index on a table that is not partitioned. */
  Extent extent(IndexDefinition index) throws SQLException {
    var found = known.get(index);
    if (found == null) {
      found = predict(index);
      known.put(index, found);
    }
    return found;
  }

  TableStatistics table(IndexDefinition index) throws SQLException {
    var table = reader.table(new QualifiedName(index.schema(), index.table()));
    return Objects.requireNonNull(table, () -> "there is no table " + index.table());
  }

  /** The rows that it would hold. */
  double rows(IndexDefinition index) throws SQLException {
    var table = table(index);
    if (index.predicate().isEmpty()) {
      return table.rows();
    }
    var place = new QualifiedName(index.schema(), index.table());
    var question = new Kept(place, index.predicate());
    var known = kept.get(question);
    double rows = known == null ? rows(index, table, place) : known;
    kept.put(question, rows);
    return rows;
  }

  private double rows(IndexDefinition index, TableStatistics table, QualifiedName place)
      throws SQLException {
    var sampled = seen(index, table);
    if (sampled.isPresent()) {
      return table.rows() * sampled.get().share();
    }
    var query = "SELECT FROM " + place.sql() + " WHERE " + index.predicate();
    double rows = Explain.plan(connection, query).path("Plan Rows").asDouble(0);
    return Math.min(rows, table.rows());
  }

  private Optional<RowSample.Seen> seen(IndexDefinition index, TableStatistics table) {
    var rows = sample;
    if (rows == null) {
      return Optional.empty();
    }
    var place = new QualifiedName(index.schema(), index.table());
    return seen.computeIfAbsent(
        new Looked(place, index.keys(), index.predicate()),
        looked ->
            rows.of(
                table,
                looked.keys().stream().map(k -> k.subject().sql()).toList(),
                looked.predicate()));
  }

  /** Gives an index of the twin the statistics that ANALYZE would find for its expressions. */
  void describe(Connection owner, IndexDefinition index, QualifiedName name) throws SQLException {
    for (int i = 0; i < index.keys().size(); i++) {
      if (index.keys().get(i).subject() instanceof IndexKey.Expression expression) {
        ExpressionImport.write(
            owner, name, i + 1, keys.expression(table(index), expression), rows(index));
      }
    }
  }

  private Extent predict(IndexDefinition index) throws SQLException {
    var table = table(index);
    double rows = rows(index);
    var share = new PredicateShare(index.predicate(), rows / Math.max(1, table.rows()));
    var values = new ArrayList<KeyStatistics>();
    for (var key : index.keys()) {
      values.add(share.of(key.subject().sql(), keys.of(table, key), table.rows()));
    }
    return switch (index.method()) {
      case BTREE -> btree(index, table, values, rows);
      case HASH -> HashSize.of(rows, table.rows(), values.getFirst());
      case BRIN -> BrinSize.of(table.pages(), values);
      case GIN -> gin(index, table, rows);
    };
  }

  private Extent gin(IndexDefinition index, TableStatistics table, double rows)
      throws SQLException {
    long pages = 0;
    for (var key : index.keys()) {
      pages += gin(index, key, table, rows).pages();
    }
    return new Extent(pages, 0);
  }

  private Extent gin(IndexDefinition index, IndexKey key, TableStatistics table, double rows)
      throws SQLException {
    var values = keys.statistics(table, key);
    var kind = GinParts.of(key.operatorClass(), values.sqlType());
    var select = kind.select(key.subject().sql());
    var read = sample == null ? null : sample.texts(table, select, index.predicate()).orElse(null);
    return read == null
        ? GinSize.guessed(rows, values.width() > 0 ? values.width() : 32, kind)
        : GinSize.of(
            GinSample.of(read, kind).among(rows), rows, table.rows() / Math.max(1, table.pages()));
  }

  private Extent btree(
      IndexDefinition index, TableStatistics table, List<KeyStatistics> values, double rows)
      throws SQLException {
    var stored = new ArrayList<>(values);
    for (String column : index.include()) {
      stored.add(keys.column(table, column));
    }
    boolean shares =
        index.include().isEmpty() && values.stream().allMatch(KeyStatistics::equalImage);
    var duplicates = shares ? duplicates(index, table, values, rows) : Duplicates.none(rows);
    return BtreeSize.of(EntrySize.of(stored), duplicates);
  }

  private Duplicates duplicates(
      IndexDefinition index, TableStatistics table, List<KeyStatistics> values, double rows)
      throws SQLException {
    var seen = isCounted(index, table) ? Optional.<RowSample.Seen>empty() : seen(index, table);
    if (seen.isPresent()) {
      return seen.get().duplicates();
    }
    if (values.size() == 1) {
      return Duplicates.of(rows, values.getFirst());
    }
    var distinct = new LinkedHashMap<String, Double>();
    for (int i = 0; i < values.size(); i++) {
      var name =
          index.keys().get(i).subject() instanceof IndexKey.Column column
              ? column.name()
              : "(" + i + ")";
      // A missing value is one more that can be told from the others.
      double missing = values.get(i).nullFraction() > 0 ? 1 : 0;
      distinct.put(name, values.get(i).distinct() + missing);
    }
    return Duplicates.even(rows, joint.of(table, distinct, rows));
  }

  /**
   * Whether ANALYZE has told all there is to know: of one column, unless equal values lie together,
   * which its sample of rows takes for few values.
   */
  private static boolean isCounted(IndexDefinition index, TableStatistics table) {
    var column = table.columns().get(String.join(",", index.columns()));
    return index.predicate().isEmpty()
        && index.keys().size() == 1
        && column != null
        && Math.abs(column.correlation()) < LIE_TOGETHER;
  }
}
