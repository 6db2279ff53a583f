package dev.proven.postgres;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The way that an application's clients take into a database: straight to its server, or through
 * the bouncer that stands before it.
 */
public final class Entrance {
  /** Follows the run's application name. */
  private static final String LOAD = "/load";

  private final Login login;
  private final String options;
  private final String application;

  private Entrance(Login login, String options, PostgresTarget target) {
    this.login = login;
    this.options = options;
    this.application = application(target);
  }

  /** The way that clients take as the database stands. */
  public static Entrance of(PostgresTarget target) throws IOException {
    var bouncer = Bouncer.before(target);
    return bouncer.isPresent()
        ? through(bouncer.get())
        : new Entrance(target.login(), target.options(), target);
  }

  static Entrance through(Bouncer bouncer) throws IOException {
    var target = bouncer.target();
    return new Entrance(target.login().at(bouncer.port()), "", target);
  }

  /** The name by which the server knows these clients. */
  public static String application(PostgresTarget target) {
    return PostgresTarget.applicationName(target.runId()) + LOAD;
  }

  /**
   * A new connection of a client, whose transactions only read.
   *
   * @param prepared whether its statements are prepared by name on the server
   * @param patience with every answer; afterwards the connection is broken
   */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // closed if it cannot be set up, else the caller's
  public Connection connect(boolean prepared, Duration patience) throws SQLException {
    var connection = login.connectClient(application, options, prepared, patience);
    try {
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }
}
