package dev.proven.postgres.whatif;

import dev.proven.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * ANALYZE for the sake of a new index on expressions, which has no statistics before. It would draw
 * the statistics of the table's columns anew as well, and then plans could differ for that reason;
 * from PostgreSQL 18 on those are put back as they were.
 */
public final class Analysis {
  private static final int RESTORING = 180000;

  private Analysis() {}

  /** Gives the expressions of an index that was just made their statistics, if it has any. */
  public static void of(Connection connection, IndexDefinition index, String name)
      throws SQLException {
    if (index.keys().stream().noneMatch(k -> k.subject() instanceof IndexKey.Expression)) {
      return;
    }
    var table = new QualifiedName(index.schema(), index.table());
    int version = (int) Sql.number(connection, "SHOW server_version_num");
    if (version < RESTORING) {
      Sql.execute(connection, "ANALYZE " + table.sql());
      return;
    }
    var statistics = new StatisticsImport(connection, new LeftOut());
    var before = StatisticsImport.read(connection, version / 10000, table, name);
    Sql.execute(connection, "ANALYZE " + table.sql());
    statistics.write(before);
  }
}
