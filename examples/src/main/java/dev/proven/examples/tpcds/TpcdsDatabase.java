package dev.proven.examples.tpcds;

import dev.proven.examples.Resource;
import io.trino.tpcds.Results;
import io.trino.tpcds.Session;
import io.trino.tpcds.Table;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * TPC-DS data in a PostgreSQL database, deterministic, from the generator of the Trino project: the
 * 24 tables of the retailer with primary keys and nothing else.
 */
public final class TpcdsDatabase {
  private TpcdsDatabase() {}

  /**
   * Creates the tables, fills them and gathers their statistics.
   *
   * @param connection to a database in which none of the tables exists
   * @param scale 1 is about one gigabyte of tables; at least 0.01. Some dimensions are as large at
   *     every scale
   */
  public static void load(Connection connection, double scale) throws SQLException, IOException {
    var session = Session.getDefaultSession().withScale(scale);
    var copy = connection.unwrap(PGConnection.class).getCopyAPI();
    try (var statement = connection.createStatement()) {
      for (Table table : tables()) {
        statement.execute(TpcdsSchema.create(table));
      }
      for (Table table : tables()) {
        if (!table.isChild()) {
          copy(copy, table, session);
        }
      }
      for (Table table : tables()) {
        statement.execute(TpcdsSchema.primaryKey(table));
      }
      statement.execute("VACUUM (ANALYZE)");
    }
  }

  /** 26 of the 99 queries, each under a {@code -- name:} line, as a file. */
  public static Path workload(Path folder) {
    return Resource.copy(TpcdsDatabase.class, "queries.sql", folder.resolve("workload.sql"));
  }

  static List<Table> tables() {
    return Table.getBaseTables().stream().filter(t -> t != Table.DBGEN_VERSION).toList();
  }

  /** Returns are generated together with the sales that they belong to. */
  private static void copy(CopyManager copy, Table table, Session session)
      throws SQLException, IOException {
    var children = new StringBuilder();
    try (var rows = new RowReader(Results.constructResults(table, session), children)) {
      copy.copyIn(into(table), rows, 1 << 16);
    }
    if (table.hasChild()) {
      copy.copyIn(into(table.getChild()), new StringReader(children.toString()), 1 << 16);
    }
  }

  private static String into(Table table) {
    return "COPY " + table.getName() + " FROM STDIN";
  }
}
