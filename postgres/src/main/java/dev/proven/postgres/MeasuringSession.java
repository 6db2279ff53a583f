package dev.proven.postgres;

import java.sql.Connection;
import java.sql.SQLException;

/** How a session is set up before it measures, the same on both arms. */
final class MeasuringSession {
  static final String PARALLEL_NOTE =
      "off where CPU time is measured, because it is the backend's alone; else as set";

  private MeasuringSession() {}

  /** No time limit but ours; CPU time in one process. */
  static void prepare(Connection connection, boolean cpu) throws SQLException {
    Sql.execute(
        connection,
        "SET statement_timeout = 0; SET lock_timeout = 0;"
            + " SET idle_in_transaction_session_timeout = 0");
    if (cpu) {
      Sql.execute(connection, "SET max_parallel_workers_per_gather = 0");
    }
  }
}
