package dev.proven.postgres.whatif;

import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A session that only reads, opened when it is needed and closed when the database is wanted. */
final class OnDemand implements AutoCloseable {
  private final PostgresTarget target;
  private @Nullable Connection connection;

  OnDemand(PostgresTarget target) {
    this.target = target;
  }

  /** Whether it is open. */
  boolean isOpen() {
    return connection != null;
  }

  /** The session, in autocommit mode; no statement takes long. */
  Connection get() throws SQLException {
    if (connection == null) {
      connection = open();
    }
    return connection;
  }

  @SuppressWarnings("MustBeClosedChecker") // closed if it cannot be set up, else with this
  private Connection open() throws SQLException {
    var opened = target.connect();
    try {
      Sql.execute(opened, "SET default_transaction_read_only = on; SET statement_timeout = '30s'");
      return opened;
    } catch (SQLException e) {
      opened.close();
      throw e;
    }
  }

  @Override
  public void close() {
    var open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        // It is gone already.
      }
    }
  }
}
