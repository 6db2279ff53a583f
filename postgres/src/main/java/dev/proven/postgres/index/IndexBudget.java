package dev.proven.postgres.index;

import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Storage that new indexes may take together.
 *
 * @param bytes of it
 * @param text where that comes from
 */
record IndexBudget(long bytes, String text) {
  private static final double SHARE = 0.3;
  private static final long LEAST = 8_000_000;

  private static final String TABLES =
      """
      SELECT coalesce(sum(c.relpages), 0) * 8192
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
        AND n.nspname !~ '^pg_(toast|temp)'
      """;

  /**
   * What the user has said, or else a share of the tables, less what indexes take that the database
   * did not have when it was looked at first.
   */
  static IndexBudget of(PostgresTarget target, Connection connection) throws SQLException {
    var all = whole(target, connection);
    long taken = taken(target, connection);
    return taken == 0
        ? all
        : new IndexBudget(
            Math.max(0, all.bytes() - taken),
            all.text() + ", less " + Evidence.megabytes(taken) + " that others take already");
  }

  private static IndexBudget whole(PostgresTarget target, Connection connection)
      throws SQLException {
    if (target.indexBudget().isPresent()) {
      long bytes = target.indexBudget().getAsLong();
      return new IndexBudget(bytes, "as --index-budget says");
    }
    long bytes = Math.round(SHARE * Sql.number(connection, TABLES));
    return new IndexBudget(
        Math.max(LEAST, bytes), "30 % of the tables, since --index-budget says nothing");
  }

  /** Such as those that came with other texts, on a copy on which these stand. */
  private static long taken(PostgresTarget target, Connection connection) throws SQLException {
    var before = target.knowledge().scans(connection);
    return StandingIndex.read(connection).stream()
        .filter(i -> !before.knows(i.table().schema(), i.name()))
        .mapToLong(StandingIndex::bytes)
        .sum();
  }

  /** At most so much of it. */
  IndexBudget atMost(long most) {
    return new IndexBudget(Math.min(bytes, most), text);
  }

  /** A sentence for people. */
  String sentence() {
    return "New indexes may take " + Evidence.megabytes(bytes) + " together (" + text + ").";
  }
}
