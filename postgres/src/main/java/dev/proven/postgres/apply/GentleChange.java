package dev.proven.postgres.apply;

import dev.proven.core.Problem;
import dev.proven.core.Progress;
import dev.proven.core.apply.Patience;
import dev.proven.postgres.Gently;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * A change of an index in a database in use, made in a way that keeps no reader and no writer
 * waiting. It waits for others instead, is tried again where a lock is not to be had, and says at
 * last who is in the way.
 *
 * @param target the database
 * @param table of the index, quoted, with its schema
 */
record GentleChange(PostgresTarget target, String table, Patience patience, Progress progress) {
  /** A lock was not to be had in time; two waited for each other. */
  private static final Set<String> LOCKED = Set.of("55P03", "40P01");

  /** Spells "proven"; two calls of apply in one database are kept apart by it. */
  private static final long KEY = 0x70726f76656eL;

  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration ENDING = Duration.ofSeconds(5);
  private static final Duration LOOK = Duration.ofMillis(50);

  /** One attempt, made through the journal. */
  @FunctionalInterface
  interface Attempt {
    void on(Connection connection) throws Exception;
  }

  /**
   * Makes it.
   *
   * @throws Problem failed, saying what was in the way; what was made of it has been taken back
   */
  void make(Attempt attempt) throws Exception {
    make(attempt, true);
  }

  /** The same for a change that has no need to wait for transactions that are open. */
  void makeBesideOthers(Attempt attempt) throws Exception {
    make(attempt, false);
  }

  private void make(Attempt attempt, boolean others) throws Exception {
    for (int i = 1; ; i++) {
      try {
        once(attempt, others);
        return;
      } catch (SQLException e) {
        boolean again = LOCKED.contains(state(e)) && e.getSuppressed().length == 0;
        if (!again || i >= patience.attempts()) {
          throw problem(e);
        }
        progress.note("A lock was not to be had, attempt " + i + " of " + patience.attempts());
        Thread.sleep(PAUSE);
      }
    }
  }

  /** What waits for its locks itself. */
  @FunctionalInterface
  interface Steps {
    void on(Gently gently) throws Exception;
  }

  /** Does what is too long to be begun again: each of its steps is tried as often by itself. */
  void once(Connection connection, Steps work) throws Exception {
    try {
      work.on(new Gently(connection, patience.lock(), patience.attempts(), progress::note));
    } catch (SQLException e) {
      throw problem(e);
    }
  }

  private void once(Attempt attempt, boolean waiting) throws Exception {
    try (var connection = target.connectForChange()) {
      Sql.execute(connection, "SET standard_conforming_strings = on");
      Sql.execute(connection, "SET lock_timeout = " + patience.lock().toMillis());
      Sql.execute(connection, "SET statement_timeout = " + patience.statement().toMillis());
      alone(connection);
      var others = waiting ? InTheWay.await(patience.lock(), connection, table) : List.<String>of();
      if (!others.isEmpty()) {
        throw inTheWay(others);
      }
      attempt.on(connection);
    }
  }

  /**
   * Tried again and again and not waited for: who waits holds a snapshot, for which the other would
   * wait. The server may still be ending the session of the change before.
   */
  private void alone(Connection connection) throws SQLException, InterruptedException {
    long deadline = System.nanoTime() + ENDING.toNanos();
    while (!Sql.isTrue(connection, "SELECT pg_try_advisory_lock(?)", KEY)) {
      if (System.nanoTime() > deadline) {
        throw Problem.failed(
            "Another process is applying changes to " + target.name() + " at this moment.",
            "Wait for it to end.");
      }
      Thread.sleep(LOOK);
    }
  }

  private static Problem inTheWay(List<String> others) {
    return Problem.failed(
        "Transactions are in the way that have been open for a long time: "
            + String.join(", ", others)
            + ".",
        "End them, or wait for longer with --lock-timeout, then apply again.");
  }

  private Problem problem(SQLException e) {
    var problem =
        switch (state(e)) {
          case "55P03", "40P01" -> notToBeHad();
          case "57014" ->
              Problem.failed(
                  "It took longer than " + patience.statement().toSeconds() + " s.",
                  "Give it more time with --statement-timeout.");
          case "53100" ->
              Problem.failed("The server's disk is full: " + message(e), "Free some room.");
          case "23505" ->
              Problem.failed(
                  "The table holds equal keys: " + message(e),
                  "Remove them first; the copy that was measured had none.");
          default ->
              Problem.failed(
                  message(e) + " (SQLSTATE " + state(e) + ")",
                  "Look at the server's log, then apply again.");
        };
    for (var suppressed : e.getSuppressed()) {
      problem.addSuppressed(suppressed);
    }
    return problem.causedBy(e);
  }

  private Problem notToBeHad() {
    var what =
        "A lock was not to be had within "
            + patience.lock().toMillis() / 1000.0
            + " s, tried "
            + patience.attempts()
            + " times. ";
    return Problem.failed(
        what + whoNow(), "End it, or wait for longer with --lock-timeout, then apply again.");
  }

  private String whoNow() {
    try (var connection = target.connect()) {
      var others = InTheWay.now(connection, table);
      return others.isEmpty()
          ? "Nobody is in the way any more."
          : "In the way: " + String.join(", ", others) + ".";
    } catch (SQLException e) {
      return "Who was in the way cannot be told: " + e.getMessage();
    }
  }

  private static String state(SQLException e) {
    return String.valueOf(e.getSQLState());
  }

  private static String message(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
