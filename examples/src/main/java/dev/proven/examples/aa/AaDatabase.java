package dev.proven.examples.aa;

import dev.proven.examples.Resource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/** Two tables of 20,000 and 50 rows with short statements, quick enough for hundreds of runs. */
public final class AaDatabase {
  private static final String FILL =
      """
      CREATE TABLE grp (id int PRIMARY KEY, name text NOT NULL);
      INSERT INTO grp SELECT i, 'group ' || i FROM generate_series(1, 50) i;
      CREATE TABLE item (id int PRIMARY KEY, grp int NOT NULL, price numeric(10, 2) NOT NULL,
        created date NOT NULL);
      INSERT INTO item SELECT i, 1 + i * 7919 % 50, (i::bigint * 104729 % 100000) / 100.0,
        date '2020-01-01' + i % 1500 FROM generate_series(1, 20000) i;
      """;

  private AaDatabase() {}

  /** Creates and fills the tables. */
  public static void load(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(FILL);
      statement.execute("VACUUM ANALYZE");
    }
  }

  /** Writes the statements to a file and returns it. */
  public static Path workload(Path folder) {
    return Resource.copy(AaDatabase.class, "workload.sql", folder.resolve("workload.sql"));
  }
}
