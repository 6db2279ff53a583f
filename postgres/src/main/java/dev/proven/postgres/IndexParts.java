package dev.proven.postgres;

import dev.proven.core.Json;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tools.jackson.core.JacksonException;

/**
 * An index on a partitioned table in all its parts, each under a name that is known before it is
 * made: one on the table, one on every partition, attached to the one above it. Made in one
 * statement the server would choose the names, and take indexes of the user that are alike.
 *
 * @param parts from above to below, the first on the table itself
 */
public record IndexParts(List<Part> parts) {
  /** Names of the server have at most 63 bytes; a part's number is added. */
  private static final int MOST_BYTES = 55;

  /** Some ten thousand partitions. */
  private static final int MOST_CHARACTERS = 5_000_000;

  private static final String TREE =
      """
      WITH RECURSIVE tree AS (
        SELECT to_regclass(?)::oid AS oid, 0::oid AS parent, 0 AS level
        UNION ALL
        SELECT h.inhrelid, h.inhparent, t.level + 1 FROM tree t
        JOIN pg_class p ON p.oid = t.oid AND p.relkind = 'p'
        JOIN pg_inherits h ON h.inhparent = t.oid)
      SELECT t.oid::bigint, t.parent::bigint, n.nspname, c.relname, c.relkind <> 'p'
      FROM tree t JOIN pg_class c ON c.oid = t.oid JOIN pg_namespace n ON n.oid = c.relnamespace
      ORDER BY t.level, n.nspname, c.relname
      """;

  private static final String STANDING =
      """
      WITH RECURSIVE tree AS (
        SELECT ?::oid AS oid, 0::oid AS parent, 0 AS level
        UNION ALL
        SELECT h.inhrelid, h.inhparent, t.level + 1 FROM tree t
        JOIN pg_inherits h ON h.inhparent = t.oid)
      SELECT t.oid::bigint, t.parent::bigint, n.nspname, c.relname, c.relkind <> 'p', x.relname
      FROM tree t JOIN pg_class x ON x.oid = t.oid JOIN pg_index i ON i.indexrelid = t.oid
      JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      ORDER BY t.level, n.nspname, c.relname
      """;

  private static final String TAKEN =
      """
      SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE starts_with(c.relname::text, ?)
      """;

  /**
   * One of them.
   *
   * @param schema of the table and of the index, unquoted
   * @param table unquoted
   * @param stored whether it holds entries itself, as one on a partition without partitions does
   * @param index unquoted
   * @param under the number of the part that it is attached to; -1 of the first
   */
  public record Part(String schema, String table, boolean stored, String index, int under) {
    /** What a journal says may lack anything. */
    public Part {
      Objects.requireNonNull(schema);
      Objects.requireNonNull(table);
      Objects.requireNonNull(index);
    }

    /** The table, quoted. */
    public String qualifiedTable() {
      return Sql.identifier(schema, table);
    }

    /** The index, quoted. */
    public String qualifiedIndex() {
      return Sql.identifier(schema, index);
    }

    /**
     * The statement that makes it by itself, which is all there is to it only where it is stored.
     *
     * @param body what stands behind the table
     * @param concurrently whether others may write meanwhile; never of one that is not stored
     */
    public String create(String body, boolean concurrently) {
      return "CREATE INDEX "
          + (concurrently && stored ? "CONCURRENTLY " : "")
          + Sql.identifier(index)
          + " ON "
          + (stored ? "" : "ONLY ")
          + qualifiedTable()
          + " "
          + body;
    }
  }

  /** A table by its schema and name, as the parts of an index have them. */
  private record Place(String schema, String table) {}

  /**
   * The parts of an index that is to be made.
   *
   * @param known names that partitions had for theirs before, by table; for others free ones are
   *     found
   */
  public static IndexParts of(
      Connection connection, String schema, String table, String name, List<Part> known)
      throws SQLException {
    var before = new HashMap<Place, String>();
    known.forEach(p -> before.put(new Place(p.schema(), p.table()), p.index()));
    var prefix = shortened(name);
    var taken = taken(connection, prefix);
    var numbers = new HashMap<Long, Integer>();
    var parts = new ArrayList<Part>();
    Sql.list(
        connection,
        r -> {
          var place = new Place(r.getString(3), r.getString(4));
          var index = before.get(place);
          if (index == null) {
            index = parts.isEmpty() ? name : free(prefix, parts.size(), place, taken);
          }
          numbers.put(r.getLong(1), parts.size());
          return parts.add(part(r, index, numbers));
        },
        TREE,
        Sql.identifier(schema, table));
    return new IndexParts(List.copyOf(parts));
  }

  private static Part part(ResultSet row, String index, Map<Long, Integer> numbers)
      throws SQLException {
    return new Part(
        row.getString(3),
        row.getString(4),
        row.getBoolean(5),
        index,
        numbers.getOrDefault(row.getLong(2), -1));
  }

  private static Set<Place> taken(Connection connection, String prefix) throws SQLException {
    return new HashSet<>(
        Sql.list(connection, r -> new Place(r.getString(1), r.getString(2)), TAKEN, prefix));
  }

  private static String free(String prefix, int number, Place place, Set<Place> taken) {
    var name = prefix + "_p" + number;
    for (char c = 'a'; taken.contains(new Place(place.schema(), name)) && c <= 'z'; c++) {
      name = prefix + "_p" + number + c;
    }
    return name;
  }

  private static String shortened(String name) {
    var shorter = name;
    while (shorter.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      shorter = shorter.substring(0, shorter.offsetByCodePoints(shorter.length(), -1));
    }
    return shorter;
  }

  /** The parts of an index that stands. */
  public static IndexParts of(Connection connection, StandingIndex index) throws SQLException {
    var numbers = new HashMap<Long, Integer>();
    var parts = new ArrayList<Part>();
    Sql.list(
        connection,
        r -> {
          numbers.put(r.getLong(1), parts.size());
          return parts.add(part(r, r.getString(6), numbers));
        },
        STANDING,
        index.oid());
    return new IndexParts(List.copyOf(parts));
  }

  /** As a text for the journal. */
  String text() {
    return Json.mapper().writeValueAsString(parts);
  }

  /**
   * Reads it again. It may have been edited: names are quoted wherever they are used.
   *
   * @throws IllegalStateException where it is not what a journal holds
   */
  static List<Part> read(String text) {
    if (text.length() > MOST_CHARACTERS) {
      throw new IllegalStateException("the journal describes too many partitions");
    }
    try {
      return List.of(Json.mapper().readValue(text, Part[].class));
    } catch (JacksonException | NullPointerException e) {
      throw new IllegalStateException("the journal does not describe the parts of an index", e);
    }
  }

  /** The statement that attaches a part to the one above it. */
  public String attach(Part part) {
    return "ALTER INDEX "
        + parts.get(part.under()).qualifiedIndex()
        + " ATTACH PARTITION "
        + part.qualifiedIndex();
  }

  /**
   * Makes an index where nobody else works, with all its parts or not at all.
   *
   * @param connection in autocommit mode, or in a transaction, which the caller ends
   * @param body what stands behind the table in the statement that makes it
   */
  public static void make(
      Connection connection, String schema, String table, String name, String body)
      throws SQLException {
    var parts = of(connection, schema, table, name, List.of());
    inOne(connection, c -> parts.make(c, body));
  }

  /** Some statements. */
  @FunctionalInterface
  interface Work {
    void in(Connection connection) throws SQLException;
  }

  /** Does all of it or nothing; in a transaction that is open the caller decides. */
  static void inOne(Connection connection, Work work) throws SQLException {
    if (!connection.getAutoCommit()) {
      work.in(connection);
      return;
    }
    connection.setAutoCommit(false);
    try {
      work.in(connection);
      connection.commit();
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  /** Makes all of them in the transaction that is open. */
  void make(Connection connection, String body) throws SQLException {
    for (Part part : parts) {
      Sql.execute(connection, part.create(body, false));
      if (part.under() >= 0) {
        Sql.execute(connection, attach(part));
      }
    }
  }
}
