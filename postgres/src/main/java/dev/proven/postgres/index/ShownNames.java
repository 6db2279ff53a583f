package dev.proven.postgres.index;

import dev.proven.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/** The names under which plans show an index: of a partitioned one those of its parts. */
final class ShownNames {
  private static final String READ =
      """
      SELECT c.relname FROM pg_class c WHERE c.oid = to_regclass(?)
        OR c.oid IN (SELECT t.relid FROM pg_partition_tree(to_regclass(?)) t)
      """;

  private ShownNames() {}

  /**
   * Those of one index; none where it is not there.
   *
   * @param index quoted, with its schema
   */
  static Set<String> of(Connection connection, String index) throws SQLException {
    return Set.copyOf(Sql.list(connection, r -> r.getString(1), READ, index, index));
  }
}
