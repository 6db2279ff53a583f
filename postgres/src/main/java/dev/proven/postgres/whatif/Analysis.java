package dev.proven.postgres.whatif;

import dev.proven.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

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
    int version = (int) Sql.number(connection, "SHOW server_version_num");
    for (var stored : stored(connection, new QualifiedName(index.schema(), name))) {
      of(connection, version, stored.table(), stored.index());
    }
  }

  /** The table and the index that hold something; of a partitioned one those of each partition. */
  private record Stored(QualifiedName table, String index) {}

  private static List<Stored> stored(Connection connection, QualifiedName index)
      throws SQLException {
    return Sql.list(
        connection,
        r -> new Stored(new QualifiedName(r.getString(1), r.getString(2)), r.getString(3)),
        """
        SELECT n.nspname, t.relname, c.relname
        FROM pg_class c JOIN pg_index i ON i.indexrelid = c.oid
        JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace n ON n.oid = t.relnamespace
        WHERE c.relkind = 'i' AND (c.oid = to_regclass(?)
          OR c.oid IN (SELECT p.relid FROM pg_partition_tree(to_regclass(?)) p))
        """,
        index.sql(),
        index.sql());
  }

  private static void of(Connection connection, int version, QualifiedName table, String name)
      throws SQLException {
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
