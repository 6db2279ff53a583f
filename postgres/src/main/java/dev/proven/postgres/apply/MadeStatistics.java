package dev.proven.postgres.apply;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.journal.Journal;
import dev.proven.core.journal.Undo;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.PostgresUndo;
import dev.proven.postgres.Sql;
import dev.proven.postgres.StandingStatistics;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Extended statistics made through the journal. Their number is in it before they are committed, so
 * that nothing else is ever taken for them, whenever the process is killed.
 */
public final class MadeStatistics {
  private MadeStatistics() {}

  /** Gathers what the new object shall hold. */
  @FunctionalInterface
  public interface Filling {
    void in(Connection connection) throws SQLException;
  }

  /**
   * Makes the object, then fills it.
   *
   * @param connection in autocommit mode, of those that make changes
   */
  @MustBeClosed
  public static Undo make(
      PostgresTarget target,
      Journal journal,
      Connection connection,
      NewStatistics statistics,
      Filling filling)
      throws Exception {
    connection.setAutoCommit(false);
    try {
      Sql.execute(connection, statistics.create());
      var made = standing(connection, statistics);
      return journal.apply(
          PostgresUndo.dropStatistics(target, made),
          () -> {
            connection.commit();
            connection.setAutoCommit(true);
            filling.in(connection);
          });
    } catch (Exception e) {
      rollBack(connection, e);
      throw e;
    }
  }

  /** Read in a savepoint, because it leaves the session with another search path. */
  private static StandingStatistics standing(Connection connection, NewStatistics statistics)
      throws SQLException {
    var savepoint = connection.setSavepoint();
    var made = StandingStatistics.of(connection, statistics.schema(), statistics.name());
    connection.rollback(savepoint);
    return made.orElseThrow(
        () -> new SQLException(statistics.qualifiedName() + " was made and is not there"));
  }

  private static void rollBack(Connection connection, Exception reason) {
    try {
      if (!connection.isClosed() && !connection.getAutoCommit()) {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
  }
}
