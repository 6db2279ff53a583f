package dev.proven.examples.tpch;

import dev.proven.examples.Resource;
import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;

/**
 * TPC-H data in a PostgreSQL database, deterministic, from the generator of the Trino project: the
 * eight tables with primary keys and nothing else.
 */
public final class TpchDatabase {
  private TpchDatabase() {}

  /**
   * Creates the eight tables, fills them and gathers their statistics.
   *
   * @param connection to a database in which none of the tables exists
   * @param scale 1 is about one gigabyte of tables; at least 0.001
   */
  public static void load(Connection connection, double scale) throws SQLException, IOException {
    try (var statement = connection.createStatement()) {
      statement.execute(resource("schema.sql"));
      for (TpchTable<?> table : TpchTable.getTables()) {
        copy(connection, table, scale);
      }
      statement.execute("VACUUM (ANALYZE)");
    }
  }

  /** The 22 queries and four writes, each under a {@code -- name:} line, as a file. */
  public static Path workload(Path folder) {
    return Resource.copy(TpchDatabase.class, "queries.sql", folder.resolve("workload.sql"));
  }

  private static <E extends TpchEntity> void copy(
      Connection connection, TpchTable<E> table, double scale) throws SQLException, IOException {
    String copy = "COPY " + table.getTableName() + " FROM STDIN (FORMAT text, DELIMITER '|')";
    try (var rows = new LineReader(table.createGenerator(scale, 1, 1))) {
      connection.unwrap(PGConnection.class).getCopyAPI().copyIn(copy, rows, 1 << 16);
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = TpchDatabase.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("This installation lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
