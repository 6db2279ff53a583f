package dev.proven.postgres;

import dev.proven.core.Problem;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Makes an index on a partitioned table of a database in use: an empty one on the table and on
 * every partition that has partitions itself, then one on each other partition while others write,
 * each attached at once. With the last of them the one on the table becomes valid. A partition that
 * is added meanwhile gets its part from the server.
 *
 * @param parts to be made, none of which is there
 * @param body what stands behind the table in the statement that makes it
 */
public record PartsMaker(IndexParts parts, String body, Gently gently) {
  private static final String IS_PART =
      "SELECT EXISTS (SELECT FROM pg_inherits"
          + " WHERE inhrelid = to_regclass(?) AND inhparent = to_regclass(?))";

  private static final String LACKING =
      """
      SELECT p.relid::regclass::text FROM pg_partition_tree(to_regclass(?)) p
      WHERE NOT EXISTS (
        SELECT FROM pg_index i JOIN pg_partition_tree(to_regclass(?)) t ON t.relid = i.indexrelid
        WHERE i.indrelid = p.relid AND i.indisvalid) AND p.isleaf ORDER BY 1 LIMIT 5
      """;

  /**
   * Makes them.
   *
   * @return the index on the table, which is valid
   * @throws Problem failed, where partitions come and go meanwhile
   */
  public StandingIndex make() throws SQLException {
    for (var part : parts.parts()) {
      if (!part.stored()) {
        gently.briefly(part.create(body, false));
        attach(part);
      }
    }
    stillAsItWas();
    long all = parts.parts().stream().filter(IndexParts.Part::stored).count();
    int count = 0;
    for (var part : parts.parts()) {
      if (part.stored()) {
        gently.note().accept("Making " + ++count + " of " + all + ": " + part.qualifiedTable());
        makeStored(part);
      }
    }
    return whole();
  }

  private Connection connection() {
    return gently.connection();
  }

  private void makeStored(IndexParts.Part part) throws SQLException {
    stillThere(part);
    gently.create(part.create(body, true), part.qualifiedIndex());
    var made =
        StandingIndex.of(connection(), part.schema(), part.index())
            .filter(StandingIndex::usable)
            .orElseThrow(
                () -> new SQLException(part.qualifiedIndex() + " was made and is invalid"));
    if (made.expressions()) {
      // The values of an expression have no statistics before that.
      Sql.execute(connection(), "ANALYZE " + part.qualifiedTable());
    }
    stillThere(part);
    attach(part);
  }

  private void attach(IndexParts.Part part) throws SQLException {
    if (part.under() >= 0) {
      gently.briefly(parts.attach(part));
    }
  }

  private void stillThere(IndexParts.Part part) throws SQLException {
    var above = parts.parts().get(part.under()).qualifiedTable();
    if (!Sql.isTrue(connection(), IS_PART, part.qualifiedTable(), above)) {
      throw Problem.failed(
          "Meanwhile " + part.qualifiedTable() + " is no partition of " + above + " any more.",
          "Apply again while no partition is detached or dropped.");
    }
  }

  /** One that came before the server knew of the index has no part of it. */
  private void stillAsItWas() throws SQLException {
    var first = parts.parts().getFirst();
    var now =
        IndexParts.of(connection(), first.schema(), first.table(), first.index(), parts.parts());
    if (!tables(now).equals(tables(parts))) {
      throw Problem.failed(
          "Meanwhile partitions of " + first.qualifiedTable() + " have come or gone.",
          "Apply again.");
    }
  }

  private static List<String> tables(IndexParts parts) {
    return parts.parts().stream().map(IndexParts.Part::qualifiedTable).toList();
  }

  private StandingIndex whole() throws SQLException {
    var first = parts.parts().getFirst();
    var made = StandingIndex.of(connection(), first.schema(), first.index());
    if (made.filter(StandingIndex::usable).isEmpty()) {
      var lacking =
          Sql.list(
                  connection(),
                  r -> r.getString(1),
                  LACKING,
                  first.qualifiedTable(),
                  first.qualifiedIndex())
              .stream()
              .collect(Collectors.joining(", "));
      throw Problem.failed(
          "The index on "
              + first.qualifiedTable()
              + " is not valid after all partitions were indexed"
              + (lacking.isEmpty() ? "." : "; without a part of it are " + lacking + "."),
          "Apply again while no partition is added, detached or dropped.");
    }
    return made.get();
  }
}
