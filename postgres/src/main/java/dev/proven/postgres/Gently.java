package dev.proven.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Statements on a database in use that keep nobody waiting for longer than half a second: who waits
 * for a lock holds up all who come after, so it gives up early and comes again.
 *
 * @param connection in autocommit mode
 * @param lock how long one lock is waited for by what lets others work meanwhile
 * @param attempts how often it is tried while a lock is not to be had, at least 1
 * @param note told of each attempt that failed
 */
public record Gently(Connection connection, Duration lock, int attempts, Consumer<String> note) {
  private static final Duration BRIEF = Duration.ofMillis(500);
  private static final Duration PAUSE = Duration.ofMillis(300);

  /** A lock was not to be had in time; two waited for each other. */
  private static final Set<String> LOCKED = Set.of("55P03", "40P01");

  /** Whether it failed because of a lock. */
  public static boolean isLocked(SQLException e) {
    return LOCKED.contains(String.valueOf(e.getSQLState()));
  }

  /** Executes what locks others out until it has ended, which is at once. */
  public void briefly(String sql) throws SQLException {
    long deadline = System.nanoTime() + lock.multipliedBy(attempts).toNanos();
    var patience = lock.compareTo(BRIEF) < 0 ? lock : BRIEF;
    Sql.execute(connection, "SET lock_timeout = " + patience.toMillis());
    try {
      while (!isDone(sql, deadline)) {
        pause();
      }
    } finally {
      Sql.execute(connection, "SET lock_timeout = " + lock.toMillis());
    }
  }

  private boolean isDone(String sql, long deadline) throws SQLException {
    try {
      Sql.execute(connection, sql);
      return true;
    } catch (SQLException e) {
      if (!isLocked(e) || System.nanoTime() > deadline) {
        throw e;
      }
      note.accept("Somebody holds a lock; trying again: " + sql);
      return false;
    }
  }

  /**
   * Makes an index while others write. What an attempt that failed has left is dropped.
   *
   * @param index quoted, with its schema
   */
  public void create(String sql, String index) throws SQLException {
    for (int i = 1; ; i++) {
      try {
        Sql.execute(connection, "SET lock_timeout = " + lock.toMillis());
        Sql.execute(connection, sql);
        return;
      } catch (SQLException e) {
        if (!isLocked(e) || i >= attempts) {
          throw e;
        }
        note.accept("A lock was not to be had, attempt " + i + " of " + attempts + ": " + sql);
        Sql.execute(connection, "DROP INDEX CONCURRENTLY IF EXISTS " + index);
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a lock was waited for", e);
    }
  }
}
