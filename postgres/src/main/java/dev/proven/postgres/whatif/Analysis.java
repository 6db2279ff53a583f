package dev.proven.postgres.whatif;

import dev.proven.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * ANALYZE for the sake of something new that has no statistics before, such as an index on
 * expressions. It would draw the statistics of the table's columns anew as well, and then plans
 * could differ for that reason; from PostgreSQL 18 on those are put back as they were.
 */
public final class Analysis {
  private static final int RESTORING = 180000;

  private Analysis() {}

  /**
   * Fills new extended statistics of a table.
   *
   * @param analyze the statement that does it
   */
  public static void of(Connection connection, String schema, String name, String analyze)
      throws SQLException {
    var table = new QualifiedName(schema, name);
    int version = (int) Sql.number(connection, "SHOW server_version_num");
    if (version < RESTORING) {
      Sql.execute(connection, analyze);
      return;
    }
    var before = StatisticsImport.read(connection, version / 10000, table, "");
    var counted = Counted.read(connection, table);
    Sql.execute(connection, analyze);
    new StatisticsImport(connection, new LeftOut()).write(before);
    counted.write(connection, table);
  }

  /**
   * Analyzes a table for a moment and takes that back, as far as the server's version can.
   *
   * @param connection in a transaction, which this rolls back
   * @param look what shall be seen meanwhile
   */
  public static void forAMoment(
      Connection connection, String schema, String name, String analyze, Look look)
      throws SQLException {
    var table = new QualifiedName(schema, name);
    boolean restores = Sql.number(connection, "SHOW server_version_num") >= RESTORING;
    var counted = Counted.read(connection, table);
    try {
      Sql.execute(connection, analyze);
      look.look();
    } finally {
      connection.rollback();
      if (restores) {
        // What ANALYZE has counted in pg_class is no part of its transaction.
        counted.write(connection, table);
        connection.commit();
      }
    }
  }

  /** Looks at plans. */
  @FunctionalInterface
  public interface Look {
    void look() throws SQLException;
  }

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
